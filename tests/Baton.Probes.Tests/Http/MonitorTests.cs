using System.Text;
using Baton.Probes.Specs;
using Baton.TestKit;

namespace Baton.Probes.Tests.Http;

/// <summary>What monitors ask for beyond what the probes of services do.</summary>
public class MonitorTests
{
    [Theory]
    [InlineData("queue: [0-9]+$", true)]
    [InlineData("(?i)QUEUE", true)]
    [InlineData("queue: x", false)]
    public async Task The_body_must_match_the_pattern(string pattern, bool isSuccess)
    {
        await using var server = new RawServer(RawServer.Ok("load: 3, queue: 17"));
        var result = await Asking.AskAsync(new ProbeSpec.Http(server.Url) { BodyMatches = pattern });
        if (isSuccess) Asking.Succeeded(result, "HTTP 200 after");
        else Asking.Failed(result, FailureKind.Content, $", but its body does not match \"{pattern}\"");
    }

    [Theory]
    [InlineData("$.status == \"ok\"", null)]
    [InlineData("$.status == \"up\"", ", but $.status is \"ok\", not \"up\"")]
    public async Task The_condition_on_the_body_must_hold(string condition, string? problem)
    {
        await using var server = new RawServer(RawServer.Ok("{\"status\":\"ok\"}"));
        var result = await Asking.AskAsync(new ProbeSpec.Http(server.Url) { BodyJson = condition });
        if (problem is null) Asking.Succeeded(result, "HTTP 200");
        else Asking.Failed(result, FailureKind.Content, problem);
    }

    [Theory]
    [InlineData(65536, null)]
    [InlineData(65537, "longer than 64 KiB")]
    public async Task A_body_over_the_cap_is_a_failure_where_it_is_read_as_json(int length, string? problem)
    {
        await using var server = new RawServer(RawServer.Ok($"{{\"a\":\"{new string('x', length - 8)}\"}}"));
        var result = await Asking.AskAsync(new ProbeSpec.Http(server.Url) { BodyJson = "$.a" });
        if (problem is null) Asking.Succeeded(result, "HTTP 200");
        else Asking.Failed(result, FailureKind.Content, problem);
        Assert.True((await Asking.AskAsync(new ProbeSpec.Http(server.Url))).IsSuccess);
        Assert.True((await Asking.AskAsync(new ProbeSpec.Http(server.Url) { BodyMatches = "^.{6}x", BodyContains = "{\"a\"" })).IsSuccess);
    }

    [Theory]
    [InlineData(2048, null)]
    [InlineData(2049, "Body larger than 2 KiB")]
    [InlineData(1_000_000, "Body larger than 2 KiB")]
    public async Task A_body_over_the_limit_is_a_failure_where_one_is_set_and_nothing_is_looked_for(int length, string? problem)
    {
        await using var server = new RawServer(RawServer.Ok(new string('x', length)));
        var spec = new ProbeSpec.Http(server.Url) { MaxBody = 2048 };
        var result = await Asking.AskAsync(spec);
        if (problem is null) Asking.Succeeded(result, "HTTP 200");
        else Assert.Equal((FailureKind.Content, problem), (result.Failure?.Kind, result.Detail));
        var kept = await Asking.AskAsync(spec with { KeepsAnswer = true });
        Assert.Equal((problem is null, problem ?? kept.Detail), (kept.IsSuccess, kept.Detail));
        // What is there in the beginning is there, whatever follows.
        Asking.Succeeded(await Asking.AskAsync(spec with { BodyContains = "xxx" }), "HTTP 200");
        Asking.Failed(await Asking.AskAsync(spec with { BodyContains = "y" }), FailureKind.Content, problem is null ? "does not contain \"y\"" : "the first 2 KiB of its body do not contain \"y\"");
        Asking.Failed(await Asking.AskAsync(spec with { Accepted = StatusSet.TryParse("204", out var set) ? set : default! }), FailureKind.Status, "HTTP 200");
    }

    [Fact]
    public async Task A_body_that_is_read_farther_is_judged_as_a_whole()
    {
        await using var server = new RawServer(RawServer.Ok($"{{\"a\":\"{new string('x', 200_000)}\"}}"));
        var spec = new ProbeSpec.Http(server.Url) { BodyJson = "$.a" };
        Asking.Failed(await Asking.AskAsync(spec), FailureKind.Content, "longer than 64 KiB");
        Asking.Succeeded(await Asking.AskAsync(spec with { MaxBody = 256 * 1024 }), "HTTP 200");
    }

    [Theory]
    [InlineData("{ \"queue\": 3,\n \"parts\": {\"db\": \"ok\"} }", """{"queue":3,"parts":{"db":"ok"}}""")]
    [InlineData("", null)]
    [InlineData("all is well", null)]
    [InlineData("[1,2]", null)]
    [InlineData("{\"half\":", null)]
    [InlineData("{\"half a pair\":\"\\ud800\"}", null)]
    [InlineData("{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":1}}}}}}}}", """{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":1}}}}}}}}""")]
    [InlineData("{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{}}}}}}}}}", null)]
    public async Task A_small_json_object_is_kept_where_that_is_asked_for_and_is_never_a_failure(string body, string? kept)
    {
        await using var server = new RawServer(RawServer.Ok(body));
        var result = await Asking.AskAsync(new ProbeSpec.Http(server.Url) { KeepsAnswer = true });
        Asking.Succeeded(result, "HTTP 200 after");
        Assert.Equal(kept, result.Answer);
        Assert.Null((await Asking.AskAsync(new ProbeSpec.Http(server.Url))).Answer);
    }

    [Theory]
    [InlineData(4096, true)]
    [InlineData(4097, false)]
    public async Task What_is_kept_of_an_answer_has_a_bound_and_is_none_of_a_failure(int length, bool isKept)
    {
        var body = $"{{\"a\":\"{new string('x', length - 8)}\"}}";
        await using var server = new RawServer(RawServer.Ok(body));
        Assert.Equal(isKept ? body : null, (await Asking.AskAsync(new ProbeSpec.Http(server.Url) { KeepsAnswer = true })).Answer);
        Assert.Null((await Asking.AskAsync(new ProbeSpec.Http(server.Url) { KeepsAnswer = true, BodyContains = "not there" })).Answer);
    }

    [Fact]
    public async Task A_slow_answer_is_a_failure_that_says_both_times()
    {
        await using var server = new RawServer(async (_, stream, cancel) =>
        {
            await Task.Delay(TimeSpan.FromMilliseconds(300), TimeProvider.System, cancel);
            await stream.WriteAsync(Encoding.ASCII.GetBytes(RawServer.Ok()), cancel);
        });
        var result = await Asking.AskAsync(new ProbeSpec.Http(server.Url) { MaxLatency = TimeSpan.FromMilliseconds(100) });
        Assert.Equal(FailureKind.Latency, result.Failure?.Kind);
        Assert.Matches("^slower than 100 ms: [0-9.]+ m?s$", result.Detail);
        Assert.True((await Asking.AskAsync(new ProbeSpec.Http(server.Url) { MaxLatency = TimeSpan.FromSeconds(15) })).IsSuccess);
    }

    [Fact]
    public async Task A_body_is_sent_and_not_where_a_redirect_changes_the_method_or_the_origin()
    {
        await using var stranger = new RawServer(RawServer.Ok());
        await using var server = new RawServer((head, stream, cancel) => stream.WriteAsync(Encoding.ASCII.GetBytes(
            head.StartsWith("POST /health ", StringComparison.Ordinal) ? "HTTP/1.1 303 See Other\r\nLocation: /after\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
            : head.StartsWith("POST /away ", StringComparison.Ordinal) ? $"HTTP/1.1 307 T\r\nLocation: http://127.0.0.1:{stranger.Port}/\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
            : RawServer.Ok()), cancel).AsTask());
        var spec = new ProbeSpec.Http(server.Url) { Method = "POST", Body = "{\"ping\":\"gö\"}", Headers = [new("Content-Type", "application/json")] };
        Assert.True((await Asking.AskAsync(spec)).IsSuccess);
        var heads = server.Requests.ToArray();
        Assert.Contains("Content-Length: 14\r\n", heads[0], StringComparison.Ordinal);
        Assert.Contains("Content-Type: application/json\r\n", heads[0], StringComparison.Ordinal);
        Assert.StartsWith("GET /after ", heads[^1], StringComparison.Ordinal);
        Assert.True((await Asking.AskAsync(spec with { Url = new Uri(server.Url, "/away") })).IsSuccess);
        Assert.Contains("Content-Length: 0\r\n", Assert.Single(stranger.Requests), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_seeds_rule_of_200_alone_and_no_redirects_can_be_had()
    {
        Assert.True(StatusSet.TryParse("200", out var only));
        foreach (var (status, isSuccess) in ((int, bool)[])[(200, true), (204, false), (302, false), (500, false)])
        {
            await using var server = new RawServer($"HTTP/1.1 {status} X\r\nLocation: /x\r\nContent-Length: 0\r\n\r\n");
            var result = await Asking.AskAsync(new ProbeSpec.Http(server.Url) { Accepted = only, MaxRedirects = 0 });
            Assert.Equal(isSuccess, result.IsSuccess);
            Assert.Equal(isSuccess ? null : new ProbeFailure(FailureKind.Status, "127.0.0.1", server.Port), result.Failure);
            Assert.Single(server.Requests);
        }
    }

    [Fact]
    public async Task Any_certificate_will_do_where_that_is_asked_for_and_its_end_is_told()
    {
        using var certificate = Certificates.OfItself("elsewhere.test", days: 30);
        await using var server = new StreamServer(AnswerAsync, certificate);
        var spec = new ProbeSpec.Http(new Uri($"https://localhost:{server.Port}/")) { IsInsecure = true };
        for (var i = 0; i < 2; i++)
        {
            var result = await Asking.AskAsync(spec);
            Asking.Succeeded(result, "HTTP 200");
            // Also from the second answer on the connection that is kept.
            Assert.Equal(certificate.NotAfter.ToUniversalTime(), result.CertificateExpires?.UtcDateTime);
        }

        var refused = await Asking.AskAsync(spec with { IsInsecure = false });
        Asking.Failed(refused, FailureKind.Tls, "certificate or TLS failure: ");
        Assert.Null((await Asking.AskAsync(spec with { Url = new Uri($"http://localhost:{server.Port}/") })).CertificateExpires);
    }

    [Fact]
    public async Task Tls_with_a_server_that_does_not_speak_it_is_a_tls_failure()
    {
        await using var server = new RawServer(RawServer.Ok());
        await using var silent = new StreamServer((_, _) => Task.CompletedTask);
        foreach (var port in (int[])[server.Port, silent.Port])
        {
            var result = await Asking.AskAsync(new ProbeSpec.Http(new Uri($"https://127.0.0.1:{port}/")), TimeSpan.FromSeconds(3));
            Assert.Contains(result.Failure?.Kind, (FailureKind?[])[FailureKind.Tls, FailureKind.Timeout]);
            Assert.DoesNotContain("inner exception", result.Detail, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Failures_name_kind_host_and_port()
    {
        var port = StreamServer.UnusedPort();
        Assert.Equal(new ProbeFailure(FailureKind.Refused, "127.0.0.1", port), (await Asking.AskAsync(new ProbeSpec.Http(new Uri($"http://127.0.0.1:{port}/")))).Failure);
        var unknown = await Asking.AskAsync(new ProbeSpec.Http(new Uri("http://no-such-host.invalid:81/")));
        Assert.Equal("name \"no-such-host.invalid\" cannot be resolved", unknown.Detail);
        Assert.Equal(new ProbeFailure(FailureKind.Dns, "no-such-host.invalid", 81), unknown.Failure);
        await using var hanging = new RawServer((_, _, cancel) => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancel));
        Assert.Equal(new ProbeFailure(FailureKind.Timeout, "127.0.0.1", hanging.Port), (await Asking.AskAsync(new ProbeSpec.Http(hanging.Url), TimeSpan.FromMilliseconds(300))).Failure);
    }

    private static async Task AnswerAsync(Stream stream, CancellationToken cancel)
    {
        var buffer = new byte[4096];
        while (await stream.ReadAsync(buffer, cancel) > 0) await stream.WriteAsync(Encoding.ASCII.GetBytes(RawServer.Ok()), cancel);
    }
}
