using Baton.Processes;
using Baton.Supervision.Services;

namespace Baton.Supervision.Tests.Services;

/// <summary>Services whose devices come and go.</summary>
public sealed partial class SupervisorTests
{
    private const string Camera = "/dev/camera";

    [Fact]
    public async Task A_service_waits_for_its_device_and_starts_when_it_is_there()
    {
        _devices.Lose(Camera);
        _supervisor = Supervise(NeedingCamera());
        var view = (await Do(_supervisor.StartAsync([], Me, default))).Services.Single();
        Assert.Equal((Phase.WaitingDevices, "waiting for /dev/camera"), (view.State, view.Reason));

        _devices.Return(Camera);
        _scheduler.RunAll();
        Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(Phase.Running, _supervisor.Find("lamp")!.State);
    }

    [Fact]
    public async Task A_lost_device_stops_the_service_and_its_return_starts_it_without_backoff_or_failure()
    {
        _supervisor = Supervise(NeedingCamera());
        await Do(_supervisor.StartAsync([], Me, default));

        _devices.Lose(Camera);
        _scheduler.RunAll();
        Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(Phase.WaitingDevices, _supervisor.Find("lamp")!.State);
        Assert.Equal(["lamp"], _host.Terminated);

        _devices.Return(Camera);
        _scheduler.RunAll();
        Advance(TimeSpan.FromSeconds(1));
        var view = _supervisor.Find("lamp")!;
        Assert.Equal((Phase.Running, 2, 0, 0), (view.State, view.Run, view.Failures, view.Restarts));
    }

    [Fact]
    [Trait("Defect", "A9-15")]
    public async Task A_flap_shorter_than_the_debounce_touches_nothing()
    {
        _supervisor = Supervise(NeedingCamera());
        await Do(_supervisor.StartAsync([], Me, default));
        _devices.Lose(Camera);
        _scheduler.RunAll();
        Advance(TimeSpan.FromMilliseconds(400));
        _devices.Return(Camera);
        _scheduler.RunAll();
        Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(1, _supervisor.Find("lamp")!.Run);
        Assert.DoesNotContain(_notices.After(0, 100), n => n.What == "devices_missing");
    }

    [Fact]
    public async Task Another_device_behind_the_same_name_restarts_the_service()
    {
        _supervisor = Supervise(NeedingCamera());
        await Do(_supervisor.StartAsync([], Me, default));
        _devices.Replace();
        _scheduler.RunAll();
        Advance(TimeSpan.FromSeconds(1));
        Assert.Equal((Phase.Running, 2), (_supervisor.Find("lamp")!.State, _supervisor.Find("lamp")!.Run));
    }

    [Fact]
    public async Task On_reconnect_the_run_goes_on_not_ready_and_is_restarted_when_the_device_is_back()
    {
        _supervisor = Supervise(NeedingCamera(DeviceLossMode.OnReconnect), Define("web", "lamp"));
        await Do(_supervisor.StartAsync([], Me, default));

        _devices.Lose(Camera);
        _scheduler.RunAll();
        Advance(TimeSpan.FromSeconds(5));
        var away = _supervisor.Find("lamp")!;
        Assert.Equal((Phase.Running, 1, false, "waiting for /dev/camera"), (away.State, away.Run, away.IsReady, away.Reason));

        _devices.Return(Camera);
        _scheduler.RunAll();
        Advance(TimeSpan.FromSeconds(1));
        Assert.Equal((2, true), (_supervisor.Find("lamp")!.Run, _supervisor.Find("lamp")!.IsReady));
        Assert.Equal(1, _supervisor.Find("web")!.Run);
    }

    [Fact]
    [Trait("Defect", "A9-16")]
    public void A_loss_during_the_start_is_seen()
    {
        _host.SpawnsAtOnce = false;
        _supervisor = Supervise(NeedingCamera());
        _ = _supervisor.StartAsync([], Me, default);
        _scheduler.RunAll();
        _devices.Lose(Camera);
        _scheduler.RunAll();
        Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(["lamp"], _host.Terminated);
        _host.ConfirmSpawn(new RunId("lamp", 1));
        _host.Exit(new RunId("lamp", 1), new ExitStatus(null, 15));
        _scheduler.RunAll();
        Assert.Equal(Phase.WaitingDevices, _supervisor.Find("lamp")!.State);
    }

    [Fact]
    [Trait("Defect", "A9-14")]
    public async Task Each_change_is_told_once_and_a_wait_repeats_nothing()
    {
        _supervisor = Supervise(NeedingCamera());
        await Do(_supervisor.StartAsync([], Me, default));
        _devices.Lose(Camera);
        _scheduler.RunAll();
        Advance(TimeSpan.FromHours(1));
        Assert.Single(_notices.After(0, 1000), n => n is { What: "devices_missing", Detail: "missing /dev/camera" });
        Assert.Single(_notices.After(0, 1000), n => n is { Subject: "service/lamp", What: "waiting_devices" });
    }

    private static ServiceDefinition NeedingCamera(DeviceLossMode mode = DeviceLossMode.Immediate) =>
        Define("lamp") with { RequiresDevices = [Camera], Policy = new ServicePolicy { OnDeviceLoss = mode } };
}
