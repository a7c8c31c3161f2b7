using Baton.Supervision.Probing;

namespace Baton.Supervision.Services;

/// <summary>The built-in checks of services, inside the actor's turns. They report, and nothing follows from them.</summary>
public sealed partial class Supervisor
{
    private void PrepareCheck(ServiceSlot slot)
    {
        var definition = slot.Definition;
        if (definition.Check is not { } check) return;
        var version = slot.VersionOf(Watcher.Check);
        slot.Check = new SlotCheck(check, new CheckProbe(check, definition.Port, definition.Launch, _ports.Time), _ports.Probing,
            (run, result) => _actor.Post(new SupervisorMessage.Checked(slot, version, run, result)));
        slot.Publish(reason: null);
    }

    /// <summary>Checks what runs now; called after each change.</summary>
    private static void AskCheck(ServiceSlot slot) =>
        slot.Check?.Ask(slot.State is { Pid: not null, Phase: Phase.Running } running ? running.Run : null);

    private void HandleChecked(ServiceSlot slot, SupervisorMessage.Checked x)
    {
        if (slot.Check is not { } check || x.Version != slot.VersionOf(Watcher.Check) || check.Count(x.Run, x.Result, _ports.Time.GetUtcNow()) is not { } isNews) return;
        // It causes nothing, so what follows next has another cause.
        if (isNews) _ports.Notices.Publish(slot.Subject, check.IsUnhealthy ? "unhealthy" : "healthy", slot.Cause, check.Health.Message);
        PublishView(slot);
    }
}
