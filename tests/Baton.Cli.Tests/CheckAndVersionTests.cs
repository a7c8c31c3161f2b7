using Baton.Cli.Commands;
using Baton.Cli.Tests.Support;
using Baton.TestKit;

namespace Baton.Cli.Tests;

public sealed class CheckAndVersionTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("check", "- - False [] False")]
    [InlineData("check studio", "studio - False [] False")]
    [InlineData("check --config c.toml --base-dir b -o json", "c.toml b True [] False")]
    [InlineData("check studio --services a b --testing", "studio - False [a b] True")]
    public async Task Check_needs_no_daemon_and_returns_what_the_check_returns(string words, string call)
    {
        var screen = new Screen(_folder.Path) { Offline = new ScriptedOffline { CheckCode = 1 } };

        Assert.Equal(1, await screen.RunAsync(words.Split(' ')));

        Assert.Equal([call], screen.Offline.Checks);
        Assert.Equal("checked\n", screen.Text);
        Assert.Equal("baton.toml:1:1: wrong\n", screen.Errors);
    }

    [Fact]
    public async Task Check_takes_one_manifest() => Assert.Equal(2, await new Screen(_folder.Path).RunAsync("check", "a", "--config", "b"));

    [Fact]
    public async Task Schema_prints_that_of_the_native_manifest_unless_another_is_named_that_there_is()
    {
        var screen = new Screen(_folder.Path);

        Assert.Equal(0, await screen.RunAsync("schema"));
        Assert.Equal(2, await screen.RunAsync("schema", "nativ"));

        Assert.Equal("{}\n", screen.Text);
        Assert.Contains("there are: native, watchdog, registry", screen.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Version_without_a_daemon_is_that_of_the_program()
    {
        var screen = new Screen(_folder.Path);

        Assert.Equal(0, await screen.RunAsync("version"));
        Assert.Equal(0, await screen.RunAsync("--version"));

        Assert.Equal($"baton {VersionCommand.Own}\nbaton {VersionCommand.Own}\n", screen.Text);
    }

    [Fact]
    public async Task Version_with_a_daemon_shows_both()
    {
        await using var daemon = new FakeDaemon(_folder);
        daemon.On("GET /api/v1/system", Samples.Json(Samples.System(daemon, 12)));
        var text = new Screen(_folder.Path);
        var json = new Screen(_folder.Path);

        await text.RunAsync("version");
        await json.RunAsync("version", "-o", "json");

        Assert.Equal($"baton {VersionCommand.Own}\ndaemon 0.1.0 (pid 12, {daemon.StateDirectory})\n", text.Text);
        Assert.StartsWith($$"""
            {
              "version": "{{VersionCommand.Own}}",
              "daemon": {
                "version": "0.1.0",
                "pid": 12,
            """, json.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Version_of_a_daemon_that_was_named_and_does_not_run_is_exit_3()
    {
        Assert.Equal(3, await new Screen(_folder.Path).RunAsync("version", "--state", "nowhere"));
    }
}
