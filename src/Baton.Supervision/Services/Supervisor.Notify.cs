using System.Globalization;
using Baton.Processes;
using Baton.Processes.Notifications;
using Baton.Supervision.Notifying;

namespace Baton.Supervision.Services;

/// <summary>What services say of themselves (sd_notify), inside the actor's turns.</summary>
public sealed partial class Supervisor
{
    private readonly NotificationInbox _notifications = new();

    /// <summary>A run has said something of itself. On any thread; returns at once.</summary>
    public void Notified(RunId run, ServiceNotification what)
    {
        if (_notifications.Add(run, what)) _actor.Post(new SupervisorMessage.NotificationWaits(run.Service));
    }

    private void PrepareNotify(ServiceSlot slot)
    {
        if (slot.Definition.Notify is not { } notify) return;
        var version = slot.VersionOf(Watcher.Notify);
        slot.Notify = new SlotNotify(notify.Watchdog, _ports.Time, run => _actor.Post(new SupervisorMessage.WatchdogDue(slot, version, run)));
        // A run of an earlier daemon may say something before any is spawned.
        _ports.Notifications.AddressFor(slot.Definition.Name);
    }

    /// <summary>Waits for signs of life of what runs now; called after each change.</summary>
    private static void AwaitLife(ServiceSlot slot) =>
        slot.Notify?.Await(slot.State is { Pid: not null, Phase: Phase.Running } running ? running.Run : null);

    /// <summary>What a run of a service is started with.</summary>
    private Launch LaunchOf(ServiceSlot slot)
    {
        var launch = slot.Once ?? slot.Definition.Launch;
        if (slot.Definition.Notify is not { } notify || _ports.Notifications.AddressFor(slot.Definition.Name) is not { } address) return launch;
        var environment = new Dictionary<string, string>(launch.Environment) { ["NOTIFY_SOCKET"] = address };
        // What Baton itself was told by its own supervisor is not meant for the service.
        environment.Remove("WATCHDOG_PID");
        if (notify.Watchdog is { } watchdog) environment["WATCHDOG_USEC"] = ((long)watchdog.TotalMicroseconds).ToString(CultureInfo.InvariantCulture);
        else environment.Remove("WATCHDOG_USEC");
        return launch with { Environment = environment };
    }

    private void HandleNotification(string service)
    {
        if (_notifications.Take(service) is not (var run, var what) || !_indexByName.TryGetValue(service, out var index)) return;
        var slot = _slots[index];
        if (slot.Notify is not { } notify || run != slot.State.Run) return;
        var hadNamed = notify.Run == run && notify.HasNamedMainPid;
        notify.Take(run, what.Status is { Length: > 0 } status ? what with { Status = MaskOf(slot).ApplyToExcerpt(status) } : what);
        if (what.NamesMainPid && !hadNamed) _ports.Notices.Publish(slot.Subject, "main_pid_ignored", slot.Cause, "it named another main process by MAINPID; Baton goes on with the one that it started");
        TellNotified(slot);
        AwaitLife(slot);
        PublishView(slot);
    }

    /// <summary>What a run has said decides whether it is ready, once it has a process.</summary>
    private void TellNotified(ServiceSlot slot)
    {
        if (slot.Notify is not { } notify || slot.State is not { Pid: not null, Phase: Phase.Starting or Phase.Running } s || notify.Run != s.Run) return;
        if (notify.IsReady && !s.IsProbedReady)
        {
            slot.Cause = _ports.Notices.Publish(slot.Subject, "ready", slot.Cause, "it said READY=1");
            Step(slot, new ServiceEvent.ReadinessChanged(s.Run, IsReady: true));
        }
        else if (notify.IsStopping && s is { IsProbedReady: true, Phase: Phase.Running })
        {
            slot.Cause = _ports.Notices.Publish(slot.Subject, "not_ready", slot.Cause, "it said STOPPING=1");
            Step(slot, new ServiceEvent.ReadinessChanged(s.Run, IsReady: false));
        }
    }

    private void HandleWatchdog(ServiceSlot slot, SupervisorMessage.WatchdogDue x)
    {
        if (x.Version == slot.VersionOf(Watcher.Notify) && slot.Notify?.Failure(x.Run) is { } detail) FailLiveness(slot, x.Run, detail);
    }
}
