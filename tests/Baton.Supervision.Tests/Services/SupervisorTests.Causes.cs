using Baton.Core.Notices;
using Baton.Processes;
using Baton.Supervision.Probing;
using Baton.Supervision.Services;

namespace Baton.Supervision.Tests.Services;

/// <summary>Every change has a cause, and the causes lead to a person, an exit, a probe, a device or the daemon.</summary>
public sealed partial class SupervisorTests
{
    [Fact]
    public async Task What_follows_from_the_daemons_start_and_end_leads_back_to_them()
    {
        var started = _notices.Publish("daemon", "started");
        await Do(_supervisor.StartAsync([], new ActCause("baton up", started), default));
        Assert.Equal(started, Only("service/api", "start_requested").Cause);
        _supervisor.ShutDown(isKill: false, new ActCause("a signal"));
        _scheduler.RunAll();
        Assert.Equal(Only("daemon", "stopping").Seq, Only("service/api", "stop_requested").Cause);
        Assert.Equal(Only("service/web", "stop_requested").Seq, Only("service/web", "stopping").Cause);
        // What depends on it went first.
        Assert.Equal(Only("service/web", "stopped").Seq, Only("service/api", "stopping").Cause);
    }

    [Fact]
    public async Task Who_is_started_or_stopped_for_another_is_told_for_whom()
    {
        await Do(_supervisor.StartAsync(["api"], Me, default));
        Assert.Equal("by the test, as api, which needs it, starts", Only("service/db", "start_requested").Detail);
        Assert.Equal("by the test", Only("service/api", "start_requested").Detail);
        await Do(_supervisor.StopAsync(["db"], isOnly: false, Me, default));
        Assert.Equal("by the test, as db, which it needs, stops", Only("service/api", "stop_requested").Detail);
    }

    [Fact]
    public async Task A_run_is_named_where_it_begins()
    {
        await Do(_supervisor.StartAsync(["lamp"], Me, default));
        Assert.Equal(1, RunWords.Read(Only("service/lamp", "starting").Detail));
        Assert.Null(RunWords.Read("runs"));
        Assert.Equal(12, RunWords.Read("run 12; pre_start runs"));
    }

    [Fact]
    public void A_start_that_takes_too_long_is_told_with_what_the_last_probe_said()
    {
        _supervisor = Supervise(Probed(new ServiceProbes(Readiness: ScriptedProbing.Probe(Readiness))));
        Begin();
        Answer(Readiness, false);
        _time.Advance(TimeSpan.FromSeconds(300));
        _scheduler.RunAll();
        Assert.Equal("not ready 300 s after its start; the last probe: connection refused", Only("service/lamp", "startup_timeout").Detail);
        Assert.Equal(Only("service/lamp", "startup_timeout").Seq, Only("service/lamp", "stopping").Cause);
    }

    [Fact]
    public async Task The_end_by_exit_when_leads_back_to_the_service_that_ended()
    {
        _supervisor = Supervise(Define("lamp") with { EndsProject = true, Policy = new ServicePolicy { Restart = RestartMode.Never } }, Define("web"));
        await Do(_supervisor.StartAsync([], Me, default));
        _host.Exit(new RunId("lamp", 1), new ExitStatus(0, null));
        _scheduler.RunAll();
        Assert.Equal(Only("service/lamp", "completed").Seq, Only("daemon", "stopping").Cause);
    }

    private Notice Only(string subject, string what) => _notices.After(0, 1000).Single(notice => notice.Subject == subject && notice.What == what);
}
