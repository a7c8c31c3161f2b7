using Baton.Processes;
using Baton.Supervision.Probing;
using Baton.Supervision.Services;
using Baton.TestKit;

namespace Baton.Supervision.Tests.Services;

/// <summary>Services that become ready by probes, and are restarted by them.</summary>
public sealed partial class SupervisorTests
{
    private const int Startup = 1, Readiness = 2, Liveness = 3;

    [Fact]
    [Trait("Defect", "A9-10")]
    public async Task A_service_is_ready_when_its_probe_says_so_and_its_dependents_wait_for_that()
    {
        _supervisor = Supervise(Probed(new ServiceProbes(Readiness: ScriptedProbing.Probe(Readiness))), Define("web", "lamp"));
        var starting = _supervisor.StartAsync([], Me, default);
        _scheduler.RunAll();
        Assert.Equal((Phase.Starting, Phase.WaitingDependencies), (_supervisor.Find("lamp")!.State, _supervisor.Find("web")!.State));

        Answer(Readiness, false);
        Assert.Equal(Phase.Starting, _supervisor.Find("lamp")!.State);
        Answer(Readiness, true);

        await Eventually.ReturnsAsync(starting, "the start");
        Assert.Equal((Phase.Running, Phase.Running), (_supervisor.Find("lamp")!.State, _supervisor.Find("web")!.State));
    }

    [Fact]
    public void Readiness_lost_later_keeps_it_running_and_its_dependents_too()
    {
        _supervisor = Supervise(Probed(new ServiceProbes(Readiness: ScriptedProbing.Probe(Readiness))), Define("web", "lamp"));
        Begin();
        Answer(Readiness, true);
        Answer(Readiness, false);
        Assert.Equal((Phase.Running, false, 1), (_supervisor.Find("lamp")!.State, _supervisor.Find("lamp")!.IsReady, _supervisor.Find("web")!.Run));
        Assert.Single(_notices.After(0, 100), n => n is { What: "not_ready", Detail: "connection refused" });
        Answer(Readiness, true);
        Assert.True(_supervisor.Find("lamp")!.IsReady);
    }

    [Fact]
    public void Nothing_else_is_asked_until_the_startup_probe_has_passed_and_liveness_not_before_it_was_ready()
    {
        _supervisor = Supervise(Probed(new ServiceProbes(ScriptedProbing.Probe(Startup), ScriptedProbing.Probe(Readiness), ScriptedProbing.Probe(Liveness))));
        Begin();
        Assert.Equal([Startup], _probing.Asked);
        Answer(Startup, false);
        Assert.Equal(Phase.Starting, _supervisor.Find("lamp")!.State);
        Answer(Startup, true);
        Assert.Equal([Readiness], _probing.Asked);
        Answer(Readiness, true);
        Assert.Equal([Readiness, Liveness], _probing.Asked);
    }

    [Fact]
    [Trait("Defect", "A9-8")]
    public void A_service_that_does_not_get_ready_in_its_time_has_failed()
    {
        _supervisor = Supervise(Probed(new ServiceProbes(Readiness: ScriptedProbing.Probe(Readiness))));
        Begin();
        Advance(TimeSpan.FromSeconds(301));
        var view = _supervisor.Find("lamp")!;
        Assert.Equal((Phase.Backoff, 1, "not ready 300 s after its start"), (view.State, view.Failures, view.Reason));
        Assert.Empty(_probing.Asked);
    }

    [Fact]
    public void Failed_liveness_restarts_it_with_the_reason_and_the_probes_begin_anew()
    {
        _supervisor = Supervise(Probed(new ServiceProbes(ScriptedProbing.Probe(Startup), Liveness: ScriptedProbing.Probe(Liveness, failures: 2))));
        Begin();
        Answer(Startup, true);
        Answer(Liveness, false);
        Answer(Liveness, true);
        Answer(Liveness, false);
        Assert.Equal(Phase.Running, _supervisor.Find("lamp")!.State);
        Answer(Liveness, false);

        var view = _supervisor.Find("lamp")!;
        Assert.Equal((Phase.Backoff, "liveness failed 2 times: connection refused"), (view.State, view.Reason));
        Advance(TimeSpan.FromSeconds(60));
        Assert.Equal((Phase.Starting, 2), (_supervisor.Find("lamp")!.State, _supervisor.Find("lamp")!.Run));
        Assert.Equal([Startup], _probing.Asked);
    }

    [Fact]
    public void Liveness_that_fails_during_a_stop_that_is_called_off_counts_after_all()
    {
        _supervisor = Supervise(Probed(new ServiceProbes(Liveness: ScriptedProbing.Probe(Liveness, failures: 2))), Define("web", "lamp"));
        Begin();
        _host.ObeysTerminate = false;
        _ = _supervisor.StopAsync(["lamp"], isOnly: false, Me, default);
        _scheduler.RunAll();
        for (var i = 0; i < 6; i++) Answer(Liveness, false);
        Assert.Equal(Phase.Running, _supervisor.Find("lamp")!.State);
        Assert.DoesNotContain(_notices.After(0, 1000), n => n.What == "liveness_failed");
        _ = _supervisor.StartAsync(["lamp"], Me, default);
        _scheduler.RunAll();
        Answer(Liveness, false);
        Assert.Equal(Phase.Running, _supervisor.Find("lamp")!.State);
        Answer(Liveness, false);
        Assert.Equal(Phase.Stopping, _supervisor.Find("lamp")!.State);
    }

    [Fact]
    public void Readiness_and_liveness_that_ask_alike_are_asked_once_and_count_on_their_own()
    {
        _supervisor = Supervise(Probed(new ServiceProbes(
            Readiness: ScriptedProbing.Probe(Readiness, failures: 1, successes: 2), Liveness: AtOnce(ScriptedProbing.Probe(Readiness, failures: 3)))));
        Begin();
        foreach (var isSuccess in (bool[])[false, false, false, true, true]) Answer(Readiness, isSuccess);
        Assert.Equal((Phase.Running, true, 1), (_supervisor.Find("lamp")!.State, _supervisor.Find("lamp")!.IsReady, _supervisor.Find("lamp")!.Run));

        Answer(Readiness, false);
        Answer(Readiness, false);
        Assert.Equal((Phase.Running, false), (_supervisor.Find("lamp")!.State, _supervisor.Find("lamp")!.IsReady));
        Answer(Readiness, false);
        var view = _supervisor.Find("lamp")!;
        Assert.Equal((Phase.Backoff, "liveness failed 3 times: connection refused"), (view.State, view.Reason));
        Assert.Empty(_probing.Asked);
        Advance(TimeSpan.FromSeconds(60));
        Assert.Equal([Readiness], _probing.Asked);
    }

    [Theory]
    [InlineData("spec")]
    [InlineData("interval")]
    [InlineData("timeout")]
    [InlineData("delay")]
    public void Probes_that_differ_in_what_or_when_they_ask_are_not_one(string difference)
    {
        var probe = AtOnce(ScriptedProbing.Probe(Readiness));
        Assert.True(new ServiceProbes(Readiness: probe, Liveness: AtOnce(ScriptedProbing.Probe(Readiness, failures: 9))).IsOneForBoth);
        var second = TimeSpan.FromSeconds(1);
        var other = difference switch
        {
            "spec" => AtOnce(ScriptedProbing.Probe(Liveness)),
            "interval" => probe with { Timing = probe.Timing with { Interval = probe.Timing.Interval + second } },
            "timeout" => probe with { Timing = probe.Timing with { Timeout = probe.Timing.Timeout + second } },
            _ => probe with { Timing = probe.Timing with { InitialDelay = second } },
        };
        Assert.False(new ServiceProbes(Readiness: probe, Liveness: other).IsOneForBoth);
    }

    private static ServiceProbe AtOnce(ServiceProbe probe) => probe with { Timing = probe.Timing with { InitialDelay = TimeSpan.Zero } };

    [Fact]
    [Trait("Defect", "A9-9")]
    public void A_dead_process_is_seen_at_once_whatever_its_probes_wait_for()
    {
        _supervisor = Supervise(Probed(new ServiceProbes(Readiness: ScriptedProbing.Probe(Readiness))));
        Begin();
        _host.Exit(new RunId("lamp", 1), new ExitStatus(3, null));
        _scheduler.RunAll();
        Assert.Equal(Phase.Backoff, _supervisor.Find("lamp")!.State);
        Assert.Empty(_probing.Asked);
    }

    private static ServiceDefinition Probed(ServiceProbes probes) => Define("lamp") with
    {
        Probes = probes,
        Policy = new ServicePolicy { HasReadiness = probes.DecideReadiness },
    };

    private void Begin()
    {
        _ = _supervisor.StartAsync([], Me, default);
        _scheduler.RunAll();
    }

    private void Answer(int port, bool isSuccess)
    {
        _probing.Answer(port, isSuccess);
        _scheduler.RunAll();
    }
}
