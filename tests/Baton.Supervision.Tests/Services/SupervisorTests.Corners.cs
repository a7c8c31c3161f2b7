using Baton.Processes;
using Baton.Supervision.Dependencies;
using Baton.Supervision.Probing;
using Baton.Supervision.Services;
using Baton.TestKit;

namespace Baton.Supervision.Tests.Services;

/// <summary>Where several things happen at once: nobody waits for ever, and nothing is left as it should not be.</summary>
public sealed partial class SupervisorTests
{
    [Fact]
    public async Task Who_waits_behind_one_that_waits_in_vain_waits_in_vain_too()
    {
        _host.SpawnsAtOnce = false;
        var starting = _supervisor.StartAsync(["web"], Me, default);
        _scheduler.RunAll();
        _host.FailSpawn(new RunId("db", 1), "no such program");
        _scheduler.RunAll();
        var web = (await Eventually.ReturnsAsync(starting, "the start")).Services.Single();
        Assert.Equal((Phase.WaitingDependencies, "waiting for api (waiting_dependencies)"), (web.State, web.Reason));
    }

    [Fact]
    public async Task Who_waits_for_one_that_was_stopped_meanwhile_waits_in_vain()
    {
        _host.SpawnsAtOnce = false;
        var starting = _supervisor.StartAsync(["web"], Me, default);
        _scheduler.RunAll();
        _ = _supervisor.StopAsync(["db"], isOnly: true, Me, default);
        _scheduler.RunAll();
        _host.FailSpawn(new RunId("db", 1), "killed");
        _scheduler.RunAll();
        Assert.Equal(Phase.Stopped, _supervisor.Find("db")!.State);
        await Eventually.ReturnsAsync(starting, "the start");
    }

    [Theory]
    [InlineData(DeviceLossMode.Immediate)]
    [InlineData(DeviceLossMode.OnReconnect)]
    public async Task A_restart_of_one_whose_device_is_missing_does_not_wait_for_the_device(DeviceLossMode mode)
    {
        _supervisor = Supervise(NeedingCamera(mode));
        await Do(_supervisor.StartAsync([], Me, default));
        LoseCamera();
        var view = (await Do(_supervisor.RestartAsync(["lamp"], Me, default))).Services.Single();
        Assert.Equal(Phase.WaitingDevices, view.State);
    }

    [Theory]
    [InlineData(DeviceLossMode.Immediate)]
    [InlineData(DeviceLossMode.OnReconnect)]
    public async Task A_device_that_went_and_came_while_it_was_to_be_stopped_is_not_forgotten_by_a_start(DeviceLossMode mode)
    {
        _supervisor = Supervise(NeedingCamera(mode), Define("web", "lamp"));
        await Do(_supervisor.StartAsync([], Me, default));
        _host.ObeysTerminate = false;
        _ = _supervisor.StopAsync(["lamp"], isOnly: false, Me, default);
        _scheduler.RunAll();
        LoseCamera();
        ReturnCamera();
        _ = _supervisor.StartAsync(["lamp"], Me, default);
        _scheduler.RunAll();
        Assert.Contains("lamp", _host.Terminated);
        _host.Exit(new RunId("lamp", 1), Success);
        _scheduler.RunAll();
        Assert.Equal((Phase.Running, 2, true), (_supervisor.Find("lamp")!.State, _supervisor.Find("lamp")!.Run, _supervisor.Find("lamp")!.IsReady));
    }

    [Theory]
    [InlineData(DeviceLossMode.Immediate, true)]
    [InlineData(DeviceLossMode.Immediate, false)]
    [InlineData(DeviceLossMode.OnReconnect, true)]
    [InlineData(DeviceLossMode.OnReconnect, false)]
    public async Task A_run_that_dies_of_the_loss_of_its_device_has_not_failed_and_is_not_kept_waiting(DeviceLossMode mode, bool diesBeforeTheLossIsTold)
    {
        _supervisor = Supervise(NeedingCamera(mode));
        _host.ObeysTerminate = false;
        await Do(_supervisor.StartAsync([], Me, default));
        if (diesBeforeTheLossIsTold) _host.Exit(new RunId("lamp", 1), new ExitStatus(1, null));
        _scheduler.RunAll();
        LoseCamera();
        if (!diesBeforeTheLossIsTold) _host.Exit(new RunId("lamp", 1), new ExitStatus(1, null));
        _scheduler.RunAll();
        Assert.Equal((Phase.WaitingDevices, 0), (_supervisor.Find("lamp")!.State, _supervisor.Find("lamp")!.Failures));
        ReturnCamera();
        Assert.Equal((Phase.Running, 2), (_supervisor.Find("lamp")!.State, _supervisor.Find("lamp")!.Run));
    }

    [Fact]
    public async Task A_run_that_dies_as_its_device_is_replaced_is_started_when_that_is_certain()
    {
        _supervisor = Supervise(NeedingCamera());
        await Do(_supervisor.StartAsync([], Me, default));
        _devices.Replace();
        _host.Exit(new RunId("lamp", 1), new ExitStatus(1, null));
        _scheduler.RunAll();
        Advance(TimeSpan.FromSeconds(1));
        Assert.Equal((Phase.Running, 2, 0), (_supervisor.Find("lamp")!.State, _supervisor.Find("lamp")!.Run, _supervisor.Find("lamp")!.Failures));
    }

    [Fact]
    public void What_does_not_get_ready_without_its_device_has_not_failed()
    {
        _supervisor = Supervise(NeedingCamera(DeviceLossMode.OnReconnect) with { Probes = new ServiceProbes(Readiness: ScriptedProbing.Probe(Readiness)), Policy = new ServicePolicy { HasReadiness = true, OnDeviceLoss = DeviceLossMode.OnReconnect } });
        Begin();
        LoseCamera();
        Advance(TimeSpan.FromSeconds(301));
        Assert.Equal((Phase.WaitingDevices, 0), (_supervisor.Find("lamp")!.State, _supervisor.Find("lamp")!.Failures));
    }

    [Fact]
    public void One_that_is_bound_to_a_process_is_restarted_with_it_also_before_that_was_ready_and_not_before_the_next_one_is_there()
    {
        _supervisor = Supervise(
            Probed(new ServiceProbes(Readiness: ScriptedProbing.Probe(Readiness))), Waiting("bound", "lamp", DependencyCondition.Started) with { RestartWith = ["lamp"] });
        Begin();
        _host.ObeysTerminate = false;
        _ = _supervisor.RestartAsync(["lamp"], Me, default);
        _scheduler.RunAll();
        _host.Exit(new RunId("bound", 1), Success);
        _scheduler.RunAll();
        Assert.Equal(Phase.WaitingDependencies, _supervisor.Find("bound")!.State);
        _host.Exit(new RunId("lamp", 1), Success);
        _scheduler.RunAll();
        Assert.Equal((2, 2), (_supervisor.Find("lamp")!.Run, _supervisor.Find("bound")!.Run));
    }

    [Fact]
    public void One_that_failed_and_is_going_to_be_tried_again_has_not_completed()
    {
        _supervisor = Supervise(Define("first") with { Policy = new ServicePolicy { MaxFailures = 1 } }, Waiting("second", "first", DependencyCondition.Completed));
        Begin();
        _host.Exit(new RunId("first", 1), new ExitStatus(3, null));
        _scheduler.RunAll();
        Assert.Equal((Phase.Failed, Phase.WaitingDependencies), (_supervisor.Find("first")!.State, _supervisor.Find("second")!.State));
        Advance(TimeSpan.FromMinutes(6));
        _host.Exit(new RunId("first", 2), Success);
        _scheduler.RunAll();
        Assert.Equal(Phase.Running, _supervisor.Find("second")!.State);
    }

    [Fact]
    public async Task A_long_chain_is_restarted_with_its_first()
    {
        const int length = 5000;
        _supervisor = Supervise([Define("s0"), .. Enumerable.Range(1, length).Select(i => Define($"s{i}", $"s{i - 1}") with { RestartWith = [$"s{i - 1}"] })]);
        await Do(_supervisor.StartAsync([], Me, default));
        // The stack of the threads that bring news is small.
        var restarting = new Thread(() => { _ = _supervisor.RestartAsync(["s0"], Me, default); _scheduler.RunAll(); }, 256 * 1024);
        restarting.Start();
        restarting.Join();
        Assert.Equal(2, _supervisor.Find($"s{length}")!.Run);
    }

    private void LoseCamera()
    {
        _devices.Lose(Camera);
        _scheduler.RunAll();
        Advance(TimeSpan.FromSeconds(1));
    }

    private void ReturnCamera()
    {
        _devices.Return(Camera);
        _scheduler.RunAll();
        Advance(TimeSpan.FromSeconds(1));
    }
}
