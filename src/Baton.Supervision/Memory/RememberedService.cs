using Baton.Supervision.Services;

namespace Baton.Supervision.Memory;

/// <summary>A service as a daemon left it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="State">Its state; of its recent restarts the newest <see cref="MemoryRecord.MostRestarts"/>, and its texts cut where they were long.</param>
/// <param name="Facts">What belongs to it besides.</param>
public sealed record RememberedService(string Name, Service State, SlotFacts Facts);

/// <summary>What is kept of a service besides its state.</summary>
/// <param name="Since">When the present phase began (UTC).</param>
/// <param name="StartedAt">When the last run was spawned (UTC); null before the first.</param>
/// <param name="SpawnedAt">When the process of the present run was known, as a timestamp of the boot's clock that does not jump; null before.</param>
/// <param name="TimerDue">When the armed timer is due, as <see cref="Surroundings.Now"/>; null when none is armed.</param>
/// <param name="Cause">The notice that the next change follows from.</param>
/// <param name="StopAskedBy">Who asked for the present stop.</param>
/// <param name="HasLeaveToTell">Its run has left, and those that are bound to it have not been told yet.</param>
public readonly record struct SlotFacts(
    DateTimeOffset Since, DateTimeOffset? StartedAt, long? SpawnedAt, TimeSpan? TimerDue, long? Cause, string? StopAskedBy, bool HasLeaveToTell)
{
    /// <summary>A time of its schedule has come, and its start waits for the end of the run before.</summary>
    public bool IsStartWaiting { get; init; }
}
