using System.Globalization;
using Baton.Processes;

namespace Baton.Supervision.Services;

/// <summary>Restarts what takes too much memory, inside the actor's turns. A planned restart, no failure: the service did nothing wrong that a wait would mend.</summary>
public sealed partial class Supervisor
{
    /// <summary>How often services with a limit are measured, and how long they must be beyond it: over three looks.</summary>
    private static readonly TimeSpan MemoryLook = TimeSpan.FromSeconds(10);

    private const int MemoryLooks = 3;
    private ITimer? _memoryTimer;

    /// <summary>Measures as long as a service has a limit, and has no timer else.</summary>
    private void WatchMemory()
    {
        var isWanted = Array.Exists(_slots, slot => slot.Definition.MemoryRestart is not null);
        if (isWanted == _memoryTimer is not null) return;
        _memoryTimer?.Dispose();
        _memoryTimer = isWanted ? _ports.Time.CreateTimer(_ => _actor.Post(new SupervisorMessage.MeasureNow()), null, MemoryLook, MemoryLook) : null;
    }

    /// <summary>The kernel has killed in a run for want of memory; its end is told next.</summary>
    private void OnOutOfMemory(RunId id)
    {
        if (!_indexByName.TryGetValue(id.Service, out var index) || _slots[index] is not { } slot || slot.State.Run != id.Run) return;
        slot.OutOfMemoryRun = id.Run;
        slot.Cause = _ports.Notices.Publish(slot.Subject, "out_of_memory", slot.Cause, "the kernel killed in it: it took more than limits.memory");
    }

    /// <summary>A measurement of the present run. Looks that people cause in between do not count.</summary>
    private void LookAtMemory(ServiceSlot slot, long bytes)
    {
        if (slot.Definition.MemoryRestart is not { } limit || slot.State is not { Phase: Phase.Running, IsDesired: true } || bytes <= limit)
        {
            slot.MemoryBeyond = null;
            return;
        }

        slot.MemoryBeyond ??= _ports.Time.GetTimestamp();
        // The first and the last of three looks are two spans apart; timers are not exact.
        if (_ports.Time.GetElapsedTime(slot.MemoryBeyond.Value) < (MemoryLook * (MemoryLooks - 1)) - TimeSpan.FromSeconds(1)) return;
        slot.MemoryBeyond = null;
        slot.Cause = _ports.Notices.Publish(slot.Subject, "memory_restart", slot.Cause, string.Create(CultureInfo.InvariantCulture,
            $"it takes {bytes / 1e6:0.#} MB, more than memory_restart = {limit / 1e6:0.#} MB"));
        Step(slot, new ServiceEvent.RestartDue());
    }
}
