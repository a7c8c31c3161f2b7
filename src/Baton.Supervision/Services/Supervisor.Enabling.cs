using Baton.Core;

namespace Baton.Supervision.Services;

/// <summary>Which services start by themselves, as people say it, and who is told of changes.</summary>
public sealed partial class Supervisor
{
    private Action? _changed;

    /// <summary>
    /// Names of the services that are meant: each of <paramref name="names"/> is a service or else a group, which is all its members; no
    /// name means all services. Never waits.
    /// </summary>
    /// <exception cref="BatonException">NotFound: neither a service nor a group has this name.</exception>
    public IReadOnlyList<string> NamesOf(IReadOnlyList<string> names) => [.. Meant(names).Select(slot => slot.View.Name)];

    /// <summary>
    /// Says of services whether <c>up</c> and a start without names start them; starts and stops nothing. To be remembered by the caller,
    /// before this. Completes when it shows.
    /// </summary>
    /// <exception cref="BatonException">NotFound: no such service or group. Busy: not now.</exception>
    public Task<ServicesChange> EnableAsync(IReadOnlyList<string> names, bool isEnabled, ActCause cause, CancellationToken stopWaiting)
    {
        var kind = isEnabled ? ActKind.Enable : ActKind.Disable;
        return AskAsync(new PendingAct(kind, Meant(names), []), kind, isAlone: true, cause, stopWaiting);
    }

    /// <summary>
    /// Calls <paramref name="changed"/> after each change of what services show, figures apart; inside the supervisor's turn: it must only take
    /// note and return. One listener; a later one takes its place.
    /// </summary>
    public void WhenChanged(Action changed) => Volatile.Write(ref _changed, changed);

    private void EnableAll(PendingAct act, bool isEnabled, ActCause cause)
    {
        foreach (var slot in act.Services)
        {
            if (slot.EnabledByPerson == isEnabled) continue;
            slot.EnabledByPerson = isEnabled;
            // Nothing follows from it, so it is not the cause of what comes next.
            _ports.Notices.Publish(slot.Subject, isEnabled ? "enabled" : "disabled", cause: null, $"by {cause.Who}");
            PublishView(slot);
        }
    }
}
