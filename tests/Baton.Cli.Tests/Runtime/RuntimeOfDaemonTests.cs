using Baton.Cli.Tests.Support;
using Baton.TestKit;

namespace Baton.Cli.Tests.Runtime;

/// <summary>The same commands for the daemon of the project: its control socket is found by its state directory, and all is told as Baton tells it.</summary>
public sealed class RuntimeOfDaemonTests : IAsyncDisposable
{
    private const string Id = "0195fc7b-33e6-70e3-bee1-000000000001", Other = "0195fc7b-33e6-70e3-bee1-000000000002";

    private readonly TemporaryFolder _folder = new();
    private readonly FakeRuntime _server;

    public RuntimeOfDaemonTests()
    {
        _server = FakeRuntime.OnUnix(_folder["c.sock"]);
        _folder.Write(".baton/runtime.address", $"{_folder["c.sock"]}\n");
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task The_runtime_part_of_the_daemon_is_found_by_its_state_directory()
    {
        _server.On("*", "{\"Ok\":null}\n");
        Directory.CreateDirectory(_folder["a/b"]);

        foreach (var (folder, words) in new[] { (_folder["a/b"], $"runtime start {Id}"), ("/", $"runtime start {Id} --state {_folder[".baton"]}") })
        {
            var screen = new Screen(folder);
            Assert.Equal((0, ""), (await screen.RunAsync(words.Split(' ')), screen.Errors));
            Assert.Equal($"started instance {Id}\n", screen.Text);
        }
    }

    [Fact]
    public async Task A_runtime_part_behind_tcp_is_found_likewise()
    {
        await using var tcp = FakeRuntime.OnTcp();
        tcp.On("\"Clear\"", "{\"Ok\":null}\n");
        _folder.Write(".baton/runtime.address", $"{tcp.Address}\n");

        var screen = await RunAsync(0, "clear");

        Assert.Equal("cleared orchestrator state\n", screen.Text);
    }

    [Fact]
    public async Task A_named_state_counts_more_than_the_variable()
    {
        _server.On("*", "{\"Ok\":null}\n");
        var screen = new Screen("/") { OrchestratorSocket = "/nowhere" };

        Assert.Equal((0, ""), (await screen.RunAsync("clear", "--state", _folder[".baton"]), screen.Errors));
    }

    [Theory]
    [InlineData("/bin/sleep", "/bin/sleep")]
    [InlineData("sleep", "sleep")]
    [InlineData("./ping", "FOLDER/ping")]
    [InlineData("bin/../ping", "FOLDER/bin/../ping")]
    public async Task A_program_is_looked_for_from_the_current_folder(string path, string sent)
    {
        _server.On("*", "{\"Ok\":null}\n");

        await RunAsync(0, $"runtime add {path}");

        Assert.Contains($"\"path\":\"{sent.Replace("FOLDER", _folder.Path, StringComparison.Ordinal)}\"", Assert.Single(_server.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lists_are_batons_own_tables()
    {
        _server.On("\"Info\"", $$$$"""{"Ok":{"runtimes":{"{{{{Id}}}}":{"running":true,"binary":"/bin/sleep","privileged":false},"{{{{Other}}}}":{"running":false,"binary":"./ping","privileged":true}},"links":{"a::T":["{{{{Id}}}}","1.2.3.4:5"],"b::U":["{{{{Other}}}}"]}}}""" + "\n");

        Assert.Equal($"""
            ID                                    RUNNING  PRIVILEGED  BINARY
            {Id}  yes      no          /bin/sleep
            {Other}  no       yes         ./ping

            """, (await RunAsync(0, "runtime list")).Text);
        Assert.Equal($"""
            TYPE  TO
            a::T  {Id}
            a::T  1.2.3.4:5
            b::U  {Other}

            """, (await RunAsync(0, "link list")).Text);
        Assert.StartsWith($$"""
            {
              "{{Id}}": {
                "running": true,
            """, (await RunAsync(0, "runtime list -o json")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Empty_lists_say_what_to_do()
    {
        _server.On("\"Info\"", """{"Ok":{"runtimes":{},"links":{}}}""" + "\n");

        Assert.Equal("there are no instances; add one with: baton runtime add PATH\n", (await RunAsync(0, "runtime list")).Text);
        Assert.Equal("there are no links; add one with: baton link add --type TYPE --to TARGET\n", (await RunAsync(0, "link list")).Text);
    }

    [Theory]
    [InlineData($"runtime stop {Id}", """["stopping instance","instance id X is not running"]""", 1, "cannot stop instance \"X\": instance id X is not running")]
    [InlineData($"runtime stop {Id}", """["stopping instance","instance id X was not registered"]""", 4, "cannot stop instance \"X\": instance id X was not registered")]
    [InlineData($"runtime start {Id}", """["starting instance","starting runtime process '/x'","No such file or directory (os error 2)"]""", 1, "cannot start instance \"X\": starting runtime process '/x': No such file or directory (os error 2)")]
    [InlineData($"runtime add /x --id {Id}", """["adding instance","instance id X already registered"]""", 1, "cannot add instance \"X\": instance id X already registered")]
    [InlineData($"link add --type T --to {Id}", """["linking instances","instance id X was not registered"]""", 4, "cannot link \"T\" to \"X\": instance id X was not registered")]
    [InlineData("clear", """["channel closed"]""", 1, "cannot clear instances and links: channel closed")]
    [InlineData("clear", """[]""", 1, "cannot clear instances and links: the server does not say why")]
    public async Task A_refusal_is_one_line_and_an_unknown_instance_is_4(string words, string chain, int code, string message)
    {
        _server.On("*", $$"""{"Err":{{chain.Replace("X", Id, StringComparison.Ordinal)}}}""" + "\n");

        Assert.Equal($"baton: {message.Replace("X", Id, StringComparison.Ordinal)}\n", (await RunAsync(code, words)).Errors);
    }

    [Fact]
    public async Task A_link_that_is_not_there_is_4()
    {
        _server.On("\"Baton\"", "{\"Ok\":\"0.1.0\"}\n").On("*", """{"Err":["unlinking instances","there is no such link"]}""" + "\n");

        Assert.Equal("baton: cannot unlink \"T\" from \"1.2.3.4:5\": there is no such link\n", (await RunAsync(4, "link remove --type T --to 1.2.3.4:5")).Errors);
    }

    [Fact]
    public async Task The_daemons_server_is_asked_for_its_age_too()
    {
        _server.On("\"Version\"", "{\"Ok\":\"0.1.0\"}\n");

        Assert.Equal(
            $"baton: cannot unlink \"T\" from \"{Id}\": the server at \"{_server.Address}\" (version 0.1.0) is not Baton's and does not know the removal of single links; nothing was changed\n",
            (await RunAsync(1, $"link remove --type T --to {Id}")).Errors);
    }

    [Fact]
    public async Task Without_a_runtime_part_the_message_says_how_to_have_one_and_the_exit_code_is_3()
    {
        File.Delete(_folder[".baton/runtime.address"]);

        Assert.Equal(
            $"baton: cannot list links: no daemon with a runtime part runs at \"{_folder[".baton"]}\"; start one with: baton up --control-socket PATH, or with [runtime] in the manifest\n",
            (await RunAsync(3, "link list")).Errors);
    }

    [Fact]
    public async Task Without_any_state_it_is_told_where_one_was_looked_for()
    {
        using var elsewhere = new TemporaryFolder();
        var screen = new Screen(elsewhere.Path);

        Assert.Equal(3, await screen.RunAsync("runtime", "list"));

        Assert.StartsWith("baton: no daemon answers at ", screen.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_that_a_dead_daemon_left_behind_is_3()
    {
        _folder.Write(".baton/runtime.address", $"{_folder["gone.sock"]}\n");

        Assert.Equal(
            $"baton: cannot list instances: nobody answers at \"{_folder["gone.sock"]}\": there is no such socket; start it with: baton up --control-socket PATH\n",
            (await RunAsync(3, "runtime list")).Errors);
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense\n")]
    public async Task An_address_that_is_none_is_told(string text)
    {
        var path = _folder.Write(".baton/runtime.address", text);

        Assert.Equal($"baton: cannot find the runtime part by \"{path}\": it holds no address\n", (await RunAsync(1, "clear")).Errors);
    }

    [Fact]
    public async Task What_breaks_underway_is_1_and_silence_5()
    {
        _server.On("\"Info\"", connection => connection.CloseAsync()).On("\"Clear\"", "nonsense\n");

        Assert.Equal($"baton: cannot list instances: lost the connection to \"{_server.Address}\": the connection was closed before the answer ended\n", (await RunAsync(1, "runtime list")).Errors);
        Assert.StartsWith($"baton: cannot clear instances and links: the answer of \"{_server.Address}\" is not one of a runtime part: ", (await RunAsync(1, "clear")).Errors, StringComparison.Ordinal);
        Assert.StartsWith($"baton: cannot add instance \"{Id}\": cannot read \"/nowhere/app\": ", (await RunAsync(1, $"runtime add /nowhere/app --copy --id {Id}")).Errors, StringComparison.Ordinal);

        _server.On("\"Info\"", connection => connection.StayAsync());
        var screen = new Screen(_folder.Path);
        var lines = _server.Lines.Count;
        var running = screen.RunAsync("runtime", "list");
        await Eventually.HoldsAsync(() => _server.Lines.Count > lines, "the request is there");
        await Eventually.HoldsAsync(() =>
        {
            screen.Time.Advance(TimeSpan.FromSeconds(1));
            return running.IsCompleted;
        }, "the command gives up");
        Assert.Equal(
            (5, $"baton: cannot list instances: \"{_server.Address}\": the server has said nothing for 10 s; is its process stopped?\n"), (await running, screen.Errors));
    }

    [Theory]
    [InlineData("link add --type T --to abc", "invalid value \"abc\" for --to: could not parse as local or remote target")]
    [InlineData("runtime stop abc", "invalid value \"abc\" for ID: it is not a UUID")]
    [InlineData($"runtime start {Id} --priority idle", "invalid value \"idle\" for --priority: it is none of high, normal, low")]
    public async Task Values_that_make_no_sense_are_told_in_one_line(string words, string message)
    {
        Assert.Equal($"baton: {message}\n", (await RunAsync(2, words)).Errors);
        Assert.Equal(0, _server.Connections);
    }

    private async Task<Screen> RunAsync(int code, string words)
    {
        var screen = new Screen(_folder.Path);
        var exit = await screen.RunAsync(words.Split(' '));
        Assert.True(code == exit, $"{exit}: {screen.Errors}");
        return screen;
    }
}
