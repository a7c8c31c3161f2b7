using Baton.Supervision.Watching;

namespace Baton.Supervision.Services;

/// <summary>Services that follow the changes of files, inside the actor's turns.</summary>
public sealed partial class Supervisor
{
    private void PrepareWatch(ServiceSlot slot)
    {
        if (slot.Definition.Watch is not { } watch || _ports.Changes is not { } changes) return;
        var version = slot.VersionOf(Watcher.Watch);
        slot.Watch = new SlotWatch(watch, changes, _ports.Time,
            path => _actor.Post(new SupervisorMessage.FileChanged(slot, version, path)),
            () => _actor.Post(new SupervisorMessage.FilesQuiet(slot, version)),
            problem => _ports.Notices.Publish(slot.Subject, "watch_trouble", cause: null, problem));
    }

    private static void HandleFileChanged(ServiceSlot slot, SupervisorMessage.FileChanged x)
    {
        if (x.Version == slot.VersionOf(Watcher.Watch)) slot.Watch?.Take(x.Path);
    }

    private void HandleFilesQuiet(ServiceSlot slot, int version)
    {
        if (version != slot.VersionOf(Watcher.Watch) || slot.Watch?.TakeDue() is not { } path || _isShuttingDown || slot.IsLeaving) return;
        // What is stopped stays so; what has failed gets another try by what may have mended it.
        if (!slot.State.IsDesired) return;
        var seq = _ports.Notices.Publish(slot.Subject, "files_changed", cause: null, path);
        if (slot.Definition.Reload.Command is not null && slot.State is { Pid: not null, Phase: Phase.Starting or Phase.Running })
        {
            _ = RunReloadCommand(slot, seq);
            return;
        }

        slot.Cause = _ports.Notices.Publish(slot.Subject, "restart_requested", seq, $"\"{path}\" has changed");
        Step(slot, new ServiceEvent.RestartDue());
    }
}
