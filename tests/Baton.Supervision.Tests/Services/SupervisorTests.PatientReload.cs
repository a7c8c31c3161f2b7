using Baton.Core;
using Baton.Processes;
using Baton.Supervision.Reload;
using Baton.Supervision.Services;

namespace Baton.Supervision.Tests.Services;

/// <summary>A reload that waits for what is in its way.</summary>
public sealed partial class SupervisorTests
{
    [Fact]
    public async Task A_patient_reload_holds_when_what_was_removed_is_gone()
    {
        var patient = await WaitingReloadAsync();
        _host.Exit(new RunId("lamp", 1), new ExitStatus(0, null));

        var begun = await Do(patient);

        Assert.Equal(["lamp"], begun.Plan.Of(PlannedAct.Start));
        await Do(begun.Done);
        Assert.Equal(Phase.Running, _supervisor.Find("lamp")!.State);
        Assert.Equal(2, _host.Commands.OfType<ProcessCommand.Spawn>().Count(spawn => spawn.Id.Service == "lamp"));
    }

    [Fact]
    public async Task A_patient_reload_is_refused_when_everything_is_to_stop_and_a_second_one_at_once()
    {
        var patient = await WaitingReloadAsync();
        Assert.Equal(ErrorCode.Busy, (await Assert.ThrowsAsync<BatonException>(() => Do(_supervisor.ReloadWhenGoneAsync(All(), Me)))).Code);
        Assert.False(patient.IsCompleted);

        _supervisor.ShutDown(isKill: false, Me);

        Assert.Equal(ErrorCode.ShuttingDown, (await Assert.ThrowsAsync<BatonException>(() => Do(patient))).Code);
    }

    private ServiceSet All() => new([Define("db"), Define("api", "db"), Define("web", "api"), Define("lamp")], []);

    /// <summary>One that waits for the end of a service that was removed and does not obey.</summary>
    private async Task<Task<ReloadBegun>> WaitingReloadAsync()
    {
        await Do(_supervisor.StartAsync([], Me, default));
        _host.ObeysTerminate = false;
        await Do(_supervisor.ReloadAsync(new ServiceSet([Define("db"), Define("api", "db"), Define("web", "api")], []), Me));
        var patient = _supervisor.ReloadWhenGoneAsync(All(), Me);
        _scheduler.RunAll();
        Assert.False(patient.IsCompleted);
        return patient;
    }
}
