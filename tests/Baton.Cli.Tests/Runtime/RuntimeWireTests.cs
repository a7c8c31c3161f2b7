using Baton.Cli.Tests.Support;
using Baton.TestKit;

namespace Baton.Cli.Tests.Runtime;

/// <summary>What each command sends to a control socket that is named, and prints: byte for byte, for the scripts that know it.</summary>
public sealed class RuntimeWireTests : IAsyncDisposable
{
    private const string Id = "0195fc7b-33e6-70e3-bee1-ac515185fac7";

    private readonly TemporaryFolder _folder = new();
    private readonly FakeRuntime _server;

    public RuntimeWireTests() => _server = FakeRuntime.OnUnix(_folder["c.sock"]);

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("version", "\"Version\"", "\"0.1.0\"", "server version: 0.1.0\n")]
    [InlineData($"runtime add /bin/sleep --id {Id}", $$$"""{"Add":{"id":"{{{Id}}}","path":"/bin/sleep","privileged":false}}""", "null", $"added instance {Id}\n")]
    [InlineData($"runtime add sleep --id={Id} --privileged", $$$"""{"Add":{"id":"{{{Id}}}","path":"sleep","privileged":true}}""", "null", $"added instance {Id}\n")]
    [InlineData($"runtime add ../ä's/<b>\\ --id {Id}", $$$"""{"Add":{"id":"{{{Id}}}","path":"../ä's/<b>\\","privileged":false}}""", "null", $"added instance {Id}\n")]
    [InlineData($"runtime start {Id}", $$$"""{"Start":{"id":"{{{Id}}}","priority":null}}""", "null", $"started instance {Id}\n")]
    [InlineData($"runtime start {Id} --priority high", $$$"""{"Start":{"id":"{{{Id}}}","priority":"high"}}""", "null", $"started instance {Id}\n")]
    [InlineData($"runtime start --priority normal {Id}", $$$"""{"Start":{"id":"{{{Id}}}","priority":"normal"}}""", "null", $"started instance {Id}\n")]
    [InlineData($"runtime start {Id} --priority=low", $$$"""{"Start":{"id":"{{{Id}}}","priority":"low"}}""", "null", $"started instance {Id}\n")]
    [InlineData($"runtime stop {Id}", $$"""{"Stop":"{{Id}}"}""", "null", $"stopped instance {Id}\n")]
    [InlineData("runtime stop 0195FC7B33E670E3BEE1AC515185FAC7", $$"""{"Stop":"{{Id}}"}""", "null", $"stopped instance {Id}\n")]
    [InlineData($"runtime remove {Id}", $$"""{"Remove":"{{Id}}"}""", "null", $"removed instance {Id}\n")]
    [InlineData($"link add --type a::T --to {Id}", $$$"""{"Link":{"type_name":"a::T","to":"{{{Id}}}"}}""", "null", $"linked a::T to {Id}\n")]
    [InlineData("link add --type a::B<c::D> --to 127.0.0.1:2662", """{"Link":{"type_name":"a::B<c::D>","to":"127.0.0.1:2662"}}""", "null", "linked a::B<c::D> to 127.0.0.1:2662\n")]
    [InlineData("link add --to [0:0::1]:2662 --type a::T", """{"Link":{"type_name":"a::T","to":"[::1]:2662"}}""", "null", "linked a::T to [::1]:2662\n")]
    [InlineData("clear", "\"Clear\"", "null", "cleared orchestrator state\n")]
    public async Task A_command_is_one_line_and_its_answer_one_sentence(string words, string line, string value, string output)
    {
        _server.On(line, $$"""{"Ok":{{value}}}""" + "\n");
        var screen = await RunAsync(0, words);

        Assert.Equal((output, ""), (screen.Text, screen.Errors));
        Assert.Equal([$"{line}\n"], _server.Lines);
        Assert.Equal(1, _server.Connections);
    }

    [Fact]
    public async Task Without_an_id_an_instance_gets_a_uuid_of_version_7()
    {
        _server.On("*", "{\"Ok\":null}\n");
        var first = await RunAsync(0, "runtime add /bin/sleep");
        var second = await RunAsync(0, "runtime add /bin/sleep");

        // The time in milliseconds stands first: that of the test's clock, 2026-01-01.
        Assert.Matches("^added instance 019b76da-a800-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}\n$", first.Text);
        Assert.Contains($"\"id\":\"{first.Text.Trim()["added instance ".Length..]}\"", _server.Lines.First(), StringComparison.Ordinal);
        Assert.NotEqual(first.Text, second.Text);
    }

    [Fact]
    public async Task A_server_behind_tcp_is_asked_in_the_same_way()
    {
        await using var tcp = FakeRuntime.OnTcp();
        tcp.On("\"Version\"", "{\"Ok\":\"0.1.0\"}\r\n");
        var screen = new Screen(_folder.Path);

        Assert.Equal(0, await screen.RunAsync("version", "--socket", tcp.Address));
        Assert.Equal(0, await screen.RunAsync("version", "--socket", tcp.Address.Replace("127.0.0.1", "localhost", StringComparison.Ordinal)));

        Assert.Equal("server version: 0.1.0\nserver version: 0.1.0\n", screen.Text);
    }

    [Theory]
    [InlineData("--socket|./c.sock|runtime|stop|X")]
    [InlineData("--socket=./c.sock|runtime|stop|X")]
    [InlineData("runtime|--socket|./c.sock|stop|X")]
    [InlineData("runtime|stop|X|--socket=./c.sock")]
    [InlineData("runtime|stop|{X}|--socket|../NAME/c.sock")]
    public async Task The_socket_may_stand_before_the_command_or_behind_it(string words)
    {
        _server.On($$"""{"Stop":"{{Id}}"}""", "{\"Ok\":null}\n");
        var screen = new Screen(_folder.Path);
        var args = words.Replace("X", Id, StringComparison.Ordinal).Replace("NAME", Path.GetFileName(_folder.Path), StringComparison.Ordinal).Split('|');

        Assert.Equal((0, ""), (await screen.RunAsync(args), screen.Errors));

        Assert.Equal($"stopped instance {Id}\n", screen.Text);
    }

    [Fact]
    public async Task The_variable_names_the_socket_where_no_option_says_which_server_is_meant()
    {
        _server.On("\"Version\"", "{\"Ok\":\"0.1.0\"}\n");
        var named = new Screen(_folder.Path) { OrchestratorSocket = _server.Address };
        var overruled = new Screen(_folder.Path) { OrchestratorSocket = "/nowhere" };
        var ofState = new Screen(_folder.Path) { OrchestratorSocket = _server.Address };
        var empty = new Screen(_folder.Path) { OrchestratorSocket = "" };

        Assert.Equal((0, "server version: 0.1.0\n"), (await named.RunAsync("version"), named.Text));
        Assert.Equal((0, "server version: 0.1.0\n"), (await overruled.RunAsync("version", "--socket", _server.Address), overruled.Text));
        Assert.Equal(3, await ofState.RunAsync("version", "--state", "nowhere"));
        Assert.Equal(0, await empty.RunAsync("version"));
        Assert.StartsWith("baton ", empty.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_and_the_own_version_ask_nobody_behind_a_socket_either()
    {
        var screen = new Screen(_folder.Path);

        Assert.Equal(0, await screen.RunAsync("--socket", _server.Address, "--version"));
        Assert.Equal(0, await screen.RunAsync("--socket", _server.Address, "help", "link"));
        Assert.Equal(0, await screen.RunAsync("--socket", _server.Address, "runtime", "--help"));
        Assert.Equal(2, await screen.RunAsync("--socket", _server.Address));

        Assert.Empty(_server.Lines);
    }

    [Fact]
    public async Task Version_as_json_tells_the_programs_and_the_servers()
    {
        _server.On("\"Version\"", "{\"Ok\":\"0.1.0\"}\n");
        var screen = await RunAsync(0, "version -o json");

        Assert.Equal($$"""
            {
              "version": "{{Commands.VersionCommand.Own}}",
              "server_version": "0.1.0"
            }

            """, screen.Text);
    }

    private async Task<Screen> RunAsync(int code, string words)
    {
        var screen = new Screen(_folder.Path);
        Assert.Equal((code, ""), (await screen.RunAsync([.. words.Split(' '), "--socket", _server.Address]), screen.Errors));
        return screen;
    }
}
