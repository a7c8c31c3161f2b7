using System.Net.Sockets;
using Baton.Cli.Tests.Support;
using Baton.TestKit;

namespace Baton.Cli.Tests.Runtime;

/// <summary>How failures with a named control socket are told: what failed, its causes, exit 1; and what makes no sense, exit 2.</summary>
public sealed class RuntimeErrorTests : IAsyncDisposable
{
    private const string Id = "0195fc7b-33e6-70e3-bee1-000000000001";

    private readonly TemporaryFolder _folder = new();
    private readonly FakeRuntime _server;

    public RuntimeErrorTests() => _server = FakeRuntime.OnUnix(_folder["c.sock"]);

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("""["removing instance","instance id X is still running, you must stop it before removing"]""", "Caused by:\n    0: removing instance\n    1: instance id X is still running, you must stop it before removing\n")]
    [InlineData("""["channel closed"]""", "Caused by:\n    channel closed\n")]
    [InlineData("""["a","b\nbelow","c\u001b[2J"]""", "Caused by:\n    0: a\n    1: b\n       below\n    2: c\uFFFD[2J\n")]
    public async Task What_the_server_refuses_is_told_with_its_chain(string chain, string causes)
    {
        _server.On("*", $$"""{"Err":{{chain.Replace("X", Id, StringComparison.Ordinal)}}}""" + "\n");
        await FailsAsync($"runtime remove {Id}", $"Error: server returned error\n\n{causes.Replace("X", Id, StringComparison.Ordinal)}");
    }

    [Fact]
    public async Task An_empty_chain_has_no_causes()
    {
        _server.On("*", """{"Err":[]}""" + "\n");
        await FailsAsync("clear", "Error: server returned error\n");
    }

    [Theory]
    [InlineData("/nowhere/c.sock", "there is no such socket")]
    [InlineData("127.0.0.1:1", "nobody listens there")]
    public async Task Where_nobody_listens_connecting_fails(string address, string cause) =>
        await FailsAsync("runtime list", $"Error: connecting to orchestrator socket\n\nCaused by:\n    {cause}\n", address);

    [Fact]
    public async Task A_path_that_no_socket_can_have_fails_likewise() =>
        await FailsAsync("version", "Error: connecting to orchestrator socket\n\nCaused by:\n    the path is longer than 107 bytes\n", $"/{new string('x', 120)}");

    [Fact]
    public async Task Nobody_is_connected_before_a_file_is_looked_for() =>
        await FailsAsync("runtime add /nowhere/app --copy", "Error: connecting to orchestrator socket\n\nCaused by:\n    there is no such socket\n", "./other.sock");

    [Fact]
    public async Task A_path_that_is_not_utf8_cannot_be_encoded()
    {
        foreach (var path in new[] { "app\uFFFD", "app\ud800" }) await FailsAsync($"runtime add {path}", "Error: encoding request\n\nCaused by:\n    the path is not UTF-8\n");
        Assert.Empty(_server.Lines);
    }

    [Fact]
    public async Task A_server_that_closes_before_the_request_is_through_is_told_as_that()
    {
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(_folder["closing.sock"]));
        listener.Listen(1);
        var screen = new Screen(_folder.Path);
        // Longer than what a socket holds.
        var running = screen.RunAsync("runtime", "add", new string('x', 8_000_000), "--socket", "./closing.sock");
        using (var accepted = await listener.AcceptAsync()) await accepted.ReceiveAsync(new byte[1]);

        Assert.Equal(1, await Eventually.ReturnsAsync(running, "the command ends"));
        Assert.StartsWith("Error: sending request\n\nCaused by:\n    ", screen.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_closes_without_an_answer_is_told_as_that()
    {
        _server.On("*", connection => connection.CloseAsync());
        await FailsAsync("clear", "Error: receiving response\n\nCaused by:\n    the connection was closed before the answer ended\n");
        _server.On("*", async connection =>
        {
            await connection.SendAsync("{\"Ok\":nu");
            await connection.CloseAsync();
        });
        await FailsAsync("clear", "Error: receiving response\n\nCaused by:\n    the connection was closed before the answer ended\n");
    }

    [Theory]
    [InlineData("clear", "")]
    [InlineData("clear", "null")]
    [InlineData("clear", "{}")]
    [InlineData("clear", "HTTP/1.1 400 Bad Request")]
    [InlineData("clear", """{"Ok":null} x""")]
    [InlineData("clear", """{"Err":"text"}""")]
    [InlineData("version", """{"Ok":null}""")]
    [InlineData("version", """{"Ok":5}""")]
    [InlineData("runtime list", """{"Ok":null}""")]
    [InlineData("runtime list", """{"Ok":{"runtimes":{}}}""")]
    [InlineData("runtime list", """{"Ok":{"runtimes":[],"links":{}}}""")]
    [InlineData("runtime list", """{"Ok":{"runtimes":{"a":{"running":"yes","binary":"/x"}},"links":{}}}""")]
    [InlineData("runtime list", """{"Ok":{"runtimes":{"a":{"running":true}},"links":{}}}""")]
    [InlineData("link list", """{"Ok":{"runtimes":{},"links":{"T":"a"}}}""")]
    [InlineData("link list", """{"Ok":{"runtimes":{},"links":{"T":[null]}}}""")]
    [InlineData("runtime list -o json", """{"Ok":{"runtimes":{"a":{"running":true,"binary":"/x","later":["\ud800"]}},"links":{}}}""")]
    [InlineData("runtime list -o json", """{"Ok":{"runtimes":{"a":{"running":true,"binary":"/x","\udc00":1}},"links":{}}}""")]
    public async Task An_answer_of_another_shape_cannot_be_parsed(string words, string answer)
    {
        _server.On("*", answer + "\n");
        await FailsAsync(words, "Error: parsing response\n\nCaused by:\n    ", isBeginning: true);
    }

    [Fact]
    public async Task An_answer_that_is_not_utf8_cannot_be_parsed()
    {
        _server.On("*", connection => connection.SendAsync([.. "{\"Ok\":\""u8, 0xff, 0xfe, .. "\"}\n"u8]));
        await FailsAsync("version", "Error: parsing response\n\nCaused by:\n    ", isBeginning: true);
    }

    [Fact]
    public async Task A_server_that_says_nothing_is_given_up_after_ten_seconds()
    {
        _server.On("*", connection => connection.StayAsync());
        foreach (var words in new[] { "version", "runtime list", $"runtime add /x --id {Id}", $"link add --type T --to {Id}", $"runtime stdout {Id}" })
            await GivesUpAsync(words, TimeSpan.FromSeconds(10), "10");
    }

    [Fact]
    public async Task What_waits_for_processes_may_take_five_minutes()
    {
        _server.On("*", connection => connection.StayAsync());
        foreach (var words in new[] { $"runtime start {Id}", $"runtime stop {Id}", $"runtime remove {Id}", "clear" })
            await GivesUpAsync(words, TimeSpan.FromMinutes(5), "300");
    }

    [Theory]
    [InlineData("link add --type T --to abc", "error: invalid value 'abc' for '--to <TO>': could not parse as local or remote target\n")]
    [InlineData("link add --type T --to localhost:80", "error: invalid value 'localhost:80' for '--to <TO>': could not parse as local or remote target\n")]
    [InlineData("link add --type T --to 1.2.3.4:5 --from x", "error: invalid value 'x' for '--from <FROM>': it is not a UUID\n")]
    [InlineData("runtime stop abc", "error: invalid value 'abc' for '<ID>': it is not a UUID\n")]
    [InlineData("runtime add /x --id abc", "error: invalid value 'abc' for '--id <ID>': it is not a UUID\n")]
    [InlineData($"runtime start {Id} --priority idle", "error: invalid value 'idle' for '--priority <PRIORITY>'\n  [possible values: high, normal, low]\n")]
    [InlineData("version --socket foo.sock", "error: invalid value 'foo.sock' for '--socket <SOCKET>': invalid TCP address (Unix paths must start with '/', './', or '../')\n")]
    public async Task Values_that_make_no_sense_end_with_2_before_anybody_is_asked(string words, string message)
    {
        var screen = new Screen(_folder.Path) { OrchestratorSocket = _server.Address };

        Assert.Equal(2, await screen.RunAsync(words.Split(' ')));

        Assert.Equal(("", $"{message}\nFor more information, try '--help'.\n"), (screen.Text, screen.Errors));
        Assert.Equal(0, _server.Connections);
    }

    [Theory]
    [InlineData("runtime", "Add, start, stop, remove or list instances")]
    [InlineData("link", "Add, remove or list links")]
    public async Task A_command_without_its_act_is_help_on_standard_error_and_2(string command, string beginning)
    {
        var screen = new Screen(_folder.Path);

        Assert.Equal(2, await screen.RunAsync(command, "--socket", "./c.sock"));

        Assert.Equal("", screen.Text);
        Assert.StartsWith(beginning, screen.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("runtime frobnicate")]
    [InlineData("runtime add")]
    [InlineData("runtime list all")]
    [InlineData("runtime stop")]
    [InlineData($"runtime stop {Id} --id {Id}")]
    [InlineData($"runtime stop {Id} --priority low")]
    [InlineData($"runtime stop {Id} -o json")]
    [InlineData("runtime list --copy")]
    [InlineData("link frobnicate")]
    [InlineData("link add --type T")]
    [InlineData("link add --to 1.2.3.4:5")]
    [InlineData("link list --type T")]
    [InlineData("clear all")]
    [InlineData("clear --state s")]
    [InlineData("ps")]
    public async Task Words_that_do_not_fit_end_with_2(string words)
    {
        var screen = new Screen(_folder.Path);

        Assert.Equal(2, await screen.RunAsync([.. words.Split(' '), "--socket", "./c.sock"]));

        Assert.StartsWith("baton: ", screen.Errors, StringComparison.Ordinal);
        Assert.Equal(0, _server.Connections);
    }

    [Fact]
    public async Task The_socket_without_a_value_or_before_another_command_is_refused()
    {
        var screen = new Screen(_folder.Path);

        Assert.Equal(2, await screen.RunAsync("--socket"));
        Assert.Equal(2, await screen.RunAsync("--socket", "./c.sock", "ps"));
        Assert.Equal(2, await screen.RunAsync("--socket", "./c.sock", "version", "--socket", "./c.sock"));
        Assert.Equal(2, await screen.RunAsync("--sockets", "./c.sock", "version"));

        Assert.Equal("baton: option --socket needs a value: --socket ADDRESS\nbaton: \"ps\" has no option --socket; see: baton ps --help\n"
            + "baton: option --socket is given twice\nbaton: unknown option --sockets; options stand after the command, see: baton --help\n", screen.Errors);
    }

    private async Task FailsAsync(string words, string message, string address = "./c.sock", bool isBeginning = false)
    {
        var screen = new Screen(_folder.Path);
        Assert.Equal(1, await screen.RunAsync([.. words.Split(' '), "--socket", address]));
        Assert.Equal("", screen.Text);
        if (isBeginning) Assert.StartsWith(message, screen.Errors, StringComparison.Ordinal);
        else Assert.Equal(message, screen.Errors);
    }

    private async Task GivesUpAsync(string words, TimeSpan after, string seconds)
    {
        var screen = new Screen(_folder.Path);
        var before = _server.Lines.Count;
        var running = screen.RunAsync([.. words.Split(' '), "--socket", "./c.sock"]);
        await Eventually.HoldsAsync(() => _server.Lines.Count > before, "the request is there");
        var elapsed = TimeSpan.Zero;
        await Eventually.HoldsAsync(() =>
        {
            if (running.IsCompleted) return true;
            screen.Time.Advance(after / 10);
            elapsed += after / 10;
            return false;
        }, "the command gives up");

        Assert.True(elapsed >= after, $"it gave up after {elapsed}");
        Assert.Equal(1, await running);
        Assert.Equal($"Error: receiving response\n\nCaused by:\n    the server has said nothing for {seconds} s\n", screen.Errors);
    }
}
