using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Baton.Cli.Tests.Support;
using Baton.Client;
using Baton.Contracts;
using Baton.TestKit;

namespace Baton.Cli.Tests;

/// <summary>The blocking way to list services, which <c>baton ps</c> uses, against the asynchronous one and against hostile answers.</summary>
public sealed class BlockingListTests : IDisposable
{
    private static readonly ServiceRecord Full = new()
    {
        Name = "wéb",
        State = "running",
        Ready = true,
        Desired = true,
        Run = 2,
        Pid = 3,
        Restarts = 4,
        Failures = 5,
        Since = Samples.Now,
        StartedAt = Samples.Now.AddSeconds(1),
        NextStartAt = Samples.Now.AddSeconds(2),
        ExitCode = 6,
        ExitSignal = "SIGKILL",
        Reason = "a \"reason\"\n",
        DependsOn = ["a", "b"],
        Monitors = ["shop"],
        Groups = ["night"],
        Enabled = true,
        Autostart = true,
        ReplicaOf = "many",
        RestartPolicy = "on-failure",
        DisplayName = "The wéb",
        Description = "it serves",
        Port = 80,
        CpuPercent = 7.5,
        MemoryBytes = long.MaxValue,
        FiguresOldSince = Samples.Now.AddSeconds(-3),
        Processes = 8,
        Ports = [9, 65535],
        Health = new HealthRecord("not well", 10, false, Samples.Now.AddSeconds(3)),
        StatusText = "serving",
        LastOutput = ["cannot bind", "\e[31mgiving up"],
    };

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> RequiredFields =>
        ["name", "state", "ready", "desired", "run", "restarts", "failures", "since", "depends_on", "groups", "enabled", "autostart"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Every_field_is_read_as_the_asynchronous_list_reads_it()
    {
        // A field that this record does not set could be forgotten unnoticed.
        Assert.All(typeof(ServiceRecord).GetProperties(), property => Assert.NotEqual(Default(property.PropertyType), property.GetValue(Full)));
        await using var daemon = Daemon(Samples.Json(Full, Samples.Service("least")));
        var client = BatonClient.Connect(daemon.SocketPath);

        Assert.Equal(Text(await client.Services.ListAsync()), Text(client.Services.List()));
        Assert.Equal(Text([Full, Samples.Service("least")]), Text(client.Services.List()));
    }

    [Theory]
    [MemberData(nameof(RequiredFields))]
    public async Task A_service_without_a_field_that_all_have_is_refused(string field)
    {
        var page = JsonNode.Parse(Samples.Json(Full))!;
        Assert.True(page["items"]![0]!.AsObject().Remove(field));
        await using var daemon = Daemon(page.ToJsonString());

        var failure = Assert.Throws<InvalidAnswerException>(() => List(daemon));

        Assert.Contains($"without \"{field}\"", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("name", "1")]
    [InlineData("name", "null")]
    [InlineData("ready", "\"yes\"")]
    [InlineData("run", "1.5")]
    [InlineData("run", "99999999999")]
    [InlineData("since", "\"yesterday\"")]
    [InlineData("depends_on", "\"a\"")]
    [InlineData("depends_on", "[null]")]
    [InlineData("ports", "[\"80\"]")]
    [InlineData("health", "true")]
    [InlineData("health", "{\"message\":\"well\"}")]
    [InlineData("health", "{\"message\":\"well\",\"failures\":\"0\"}")]
    [InlineData("last_output", "\"gone\"")]
    public async Task A_value_of_another_type_is_refused(string field, string value)
    {
        var page = JsonNode.Parse(Samples.Json(Full))!;
        page["items"]![0]![field] = JsonNode.Parse(value);
        await using var daemon = Daemon(page.ToJsonString());

        Assert.Throws<InvalidAnswerException>(() => List(daemon));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"items\":{}}")]
    [InlineData("{\"items\":[1]}")]
    [InlineData("{\"items\":[]")]
    [InlineData("{\"items\":[]} trailing")]
    public async Task What_is_not_a_page_is_refused(string body)
    {
        await using var daemon = Daemon(body);

        Assert.Throws<InvalidAnswerException>(() => List(daemon));
    }

    [Fact]
    public async Task Fields_of_a_later_version_are_skipped()
    {
        var page = JsonNode.Parse(Samples.Json(Full))!;
        page["later"] = JsonNode.Parse("{\"items\":[1]}");
        page["items"]![0]!["later"] = JsonNode.Parse("[{\"name\":\"x\"}]");
        await using var daemon = Daemon(page.ToJsonString());

        Assert.Equal(Text([Full]), Text(List(daemon)));
    }

    [Fact]
    public async Task Pages_are_walked_and_one_that_leads_nowhere_is_refused()
    {
        var first = JsonNode.Parse(Samples.Json(Samples.Service("one")))!;
        first["next"] = "c 1";
        await using var daemon = new FakeDaemon(_folder).On("GET /api/v1/services", exchange => exchange.AnswerAsync(
            200, exchange.Target.EndsWith("&cursor=c%201", StringComparison.Ordinal) ? Samples.Json(Samples.Service("two")) : first.ToJsonString()));
        await using var circle = new FakeDaemon(_folder, "circle").On("GET /api/v1/services", first.ToJsonString());

        Assert.Equal(["one", "two"], List(daemon).Select(service => service.Name));
        Assert.Throws<InvalidAnswerException>(() => List(circle));
    }

    [Fact]
    public async Task A_body_in_chunks_is_put_together()
    {
        var body = Samples.Json(Samples.Service("one"));
        await using var daemon = Raw($"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{body[..5]}\r\n{body.Length - 5:x};x=y\r\n{body[5..]}\r\n0\r\n\r\n");

        Assert.Equal("one", Assert.Single(List(daemon)).Name);
    }

    [Theory]
    [InlineData("")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Le")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{}")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{}")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n")]
    public async Task An_answer_that_ends_early_is_a_lost_connection(string answer)
    {
        await using var daemon = Raw(answer);

        Assert.Throws<ConnectionLostException>(() => List(daemon));
    }

    [Theory]
    [InlineData("SSH-2.0-OpenSSH_9.2\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\n\r\n{}")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nfffffffff\r\n{}")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\n{}")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n{}xx\r\n0\r\n\r\n")]
    public async Task An_answer_against_the_rules_is_refused(string answer)
    {
        await using var daemon = Raw(answer);

        Assert.Throws<InvalidAnswerException>(() => List(daemon));
    }

    [Fact]
    public async Task A_head_without_end_is_refused()
    {
        await using var daemon = Raw($"HTTP/1.1 200 OK\r\nX: {new string('x', 20_000)}");

        Assert.Throws<InvalidAnswerException>(() => List(daemon));
    }

    private static IReadOnlyList<ServiceRecord> List(FakeDaemon daemon) => BatonClient.Connect(daemon.SocketPath).Services.List();

    private static string Text(IReadOnlyList<ServiceRecord> services) =>
        JsonSerializer.Serialize(new Page<ServiceRecord>(services, null), WireJson.Default.PageServiceRecord);

    private static object? Default(Type type) => type.IsValueType ? Activator.CreateInstance(type) : null;

    private FakeDaemon Daemon(string body) => new FakeDaemon(_folder).On("GET /api/v1/services", body);

    private FakeDaemon Raw(string answer) => new FakeDaemon(_folder)
        .On("GET /api/v1/services", async exchange => await exchange.Connection.WriteAsync(Encoding.UTF8.GetBytes(answer), exchange.Over));
}
