using Baton.Core;
using Baton.Supervision.Reload;

namespace Baton.Supervision.Services;

/// <summary>A reload that waits until nothing is in its way, inside the actor's turns.</summary>
public sealed partial class Supervisor
{
    // One at most, which is that of an "up".
    private SupervisorMessage.ReloadAsked? _patient;

    /// <summary>
    /// As <see cref="ReloadAsync"/>, but waits for what is still being stopped of services that come back. How long that takes is up to those
    /// services, and to the kernel: it is for the caller to wait no longer than it likes.
    /// </summary>
    /// <exception cref="BatonException">ShuttingDown: nothing is changed any more. Busy: another one waits already, or too much is waiting.</exception>
    public Task<ReloadBegun> ReloadWhenGoneAsync(ServiceSet services, ActCause cause)
    {
        var answer = new TaskCompletionSource<ReloadBegun>(TaskCreationOptions.RunContinuationsAsynchronously);
        if (!_actor.TryPost(new SupervisorMessage.ReloadAsked(services, cause, Scaled: null, answer) { IsPatient = true })) throw BusyError();
        return answer.Task;
    }

    /// <summary>Why services of these names cannot be begun now, as half a sentence; null when they can.</summary>
    private string? InTheWayOf(HashSet<string> names)
    {
        if (_slots.FirstOrDefault(slot => slot.IsLeaving && names.Contains(slot.Definition.Name)) is { } gone) return $"service \"{gone.Definition.Name}\" was removed and is still being stopped";
        return _strays.FirstOrDefault(run => names.Contains(run.Service)) is { Service: { } stray } ? $"a process of an earlier run of service \"{stray}\" has not ended yet" : null;
    }

    /// <summary>To be called at the end of each turn while one waits: what was in the way may have gone, or everything is being stopped.</summary>
    private void LookAtPatientReload(SupervisorMessage.ReloadAsked asked)
    {
        if (!_isShuttingDown && InTheWayOf(NamesOf(asked.Services)) is not null) return;
        _patient = null;
        // In a turn of its own, at whose end everybody looks around.
        _actor.Post(asked);
    }

    private static HashSet<string> NamesOf(ServiceSet services) => [.. services.Services.Select(service => service.Name)];
}
