using Baton.Probes;
using Baton.Supervision.Services;

namespace Baton.Supervision.Tests.Services;

/// <summary>The built-in checks of services: what is shown, and that nothing follows from it.</summary>
public sealed partial class SupervisorTests
{
    private static readonly BuiltInCheck Movement = BuiltInCheck.All.Single(check => check.Name == "movement_check");

    [Fact]
    public void A_check_is_executed_while_the_service_runs_and_its_result_shown()
    {
        _supervisor = Supervise(Define("lamp") with { Check = Movement }, Define("db"));
        Assert.Equal(new ServiceHealth(null, "not checked yet", null, 0), _supervisor.Find("lamp")!.Health);
        Assert.Null(_supervisor.Find("db")!.Health);
        Assert.Empty(_probing.Checked);
        Begin();
        Check(true);
        Assert.Equal(new ServiceHealth(true, "well", _time.GetUtcNow(), 0), _supervisor.Find("lamp")!.Health);
        Assert.Single(_probing.Checked);
    }

    [Fact]
    public void Three_failures_in_a_row_make_it_unhealthy_and_each_change_is_told_once()
    {
        _supervisor = Supervise(Define("lamp") with { Check = Movement });
        Begin();
        foreach (var isGood in (bool[])[true, true, false, false, true, false, false]) Check(isGood);
        Assert.Equal((true, 2), (_supervisor.Find("lamp")!.Health!.IsHealthy, _supervisor.Find("lamp")!.Health!.Failures));
        foreach (var isGood in (bool[])[false, false, false]) Check(isGood);

        var view = _supervisor.Find("lamp")!;
        Assert.Equal((false, 5, "unhealthy: not well"), (view.Health!.IsHealthy, view.Health.Failures, view.Reason));
        Check(true);
        Assert.Equal(["healthy", "unhealthy", "healthy"], _notices.After(0, 100).Where(n => n.What.EndsWith("healthy", StringComparison.Ordinal)).Select(n => n.What));
    }

    [Fact]
    public void An_unhealthy_service_runs_on_ready()
    {
        _supervisor = Supervise(Define("lamp") with { Check = Movement });
        Begin();
        for (var i = 0; i < 10; i++) Check(false);
        var view = _supervisor.Find("lamp")!;
        Assert.Equal((Phase.Running, true, 1), (view.State, view.IsReady, view.Run));
        Assert.Empty(_host.Terminated);
    }

    [Fact]
    public async Task A_service_that_does_not_run_is_not_checked_and_a_new_run_begins_anew()
    {
        _supervisor = Supervise(Define("lamp") with { Check = Movement });
        Begin();
        var ofRun1 = _probing.Checked.Single();
        Check(false);
        Check(false);
        var checkedAt = _time.GetUtcNow();
        await Do(_supervisor.RestartAsync(["lamp"], Me, default));
        Assert.Equal(new ServiceHealth(null, "not checked while it does not run", checkedAt, 0), _supervisor.Find("lamp")!.Health);
        ofRun1(new ProbeResult(false, TimeSpan.Zero, "late"));
        Check(false);
        Assert.Equal((null, 1), (_supervisor.Find("lamp")!.Health!.IsHealthy, _supervisor.Find("lamp")!.Health!.Failures));

        await Do(_supervisor.StopAsync(["lamp"], isOnly: false, Me, default));
        Assert.Empty(_probing.Checked);
    }

    private void Check(bool isGood)
    {
        _probing.Checked.Single()(new ProbeResult(isGood, TimeSpan.Zero, isGood ? "well" : "not well"));
        _scheduler.RunAll();
    }
}
