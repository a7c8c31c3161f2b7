using Baton.Cli.Tests.Support;
using Baton.Contracts;
using Baton.TestKit;

namespace Baton.Cli.Tests;

/// <summary><c>enable</c> and <c>disable</c>, with and without a daemon.</summary>
public sealed class EnableCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Disabling_tells_what_holds_now_and_that_it_runs_on()
    {
        await using var daemon = new FakeDaemon(_folder).On("POST /api/v1/services/disable", Samples.Result([Samples.Service("web") with { Pid = 7, Enabled = false }], []));
        var screen = new Screen(_folder.Path);

        Assert.Equal(0, await screen.RunAsync("disable", "web"));

        Assert.Equal("web: running (run 1, pid 7), disabled\n", screen.Text);
        Assert.Equal(["POST /api/v1/services/disable {\"names\":[\"web\"],\"now\":false}"], daemon.Requests);
    }

    [Fact]
    public async Task Enabling_with_now_starts_too_and_a_failure_of_that_is_exit_1()
    {
        await using var daemon = new FakeDaemon(_folder).On("POST /api/v1/services/enable", Samples.Result(
            [Samples.Service("web", ServiceStates.Failed) with { Reason = "exit code 3" }], [Samples.Service("db")]));
        var screen = new Screen(_folder.Path);

        Assert.Equal(1, await screen.RunAsync("enable", "--now", "night", "--timeout", "5"));

        Assert.Equal("web: failed, enabled\ndb: running, because of a dependency\n", screen.Text);
        Assert.Equal("baton: cannot start service \"web\": exit code 3\n", screen.Errors);
        Assert.Equal(["POST /api/v1/services/enable {\"names\":[\"night\"],\"now\":true,\"timeout_seconds\":5}"], daemon.Requests);
    }

    [Fact]
    public async Task Without_a_daemon_it_is_written_down_for_the_next_one()
    {
        Directory.CreateDirectory(_folder[".baton"]);
        var screen = new Screen(_folder.Path) { Offline = new ScriptedOffline { Enabled = () => new EnabledOffline(["web", "db"], "something was lost") } };

        Assert.Equal(0, await screen.RunAsync("disable", "night"));

        Assert.Equal([".baton False night"], screen.Offline.Enablings);
        Assert.Equal("web: disabled, from the next up on\ndb: disabled, from the next up on\n", screen.Text);
        Assert.Equal("baton: warning: something was lost\n", screen.Errors);
    }

    [Theory]
    [InlineData("enable", "web", "--now")]
    [InlineData("enable", "web", "--state", "elsewhere")]
    [InlineData("enable", "web", "-o", "json")]
    public async Task What_needs_a_daemon_ends_with_3_where_none_runs(params string[] args)
    {
        Directory.CreateDirectory(_folder[".baton"]);
        Directory.CreateDirectory(_folder["elsewhere"]);
        var screen = new Screen(_folder.Path);

        Assert.Equal(3, await screen.RunAsync(args));

        Assert.Empty(screen.Offline.Enablings);
    }

    [Fact]
    public async Task Without_a_name_it_is_a_usage_error()
    {
        var screen = new Screen(_folder.Path);

        Assert.Equal(2, await screen.RunAsync("disable"));

        Assert.Equal("baton: \"disable\" needs the name of a service or group\n", screen.Errors);
    }
}
