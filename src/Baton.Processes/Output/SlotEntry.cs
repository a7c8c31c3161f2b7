namespace Baton.Processes.Output;

/// <summary>A run whose output a pump had in hand, as the state page tells it.</summary>
/// <param name="Slot">Its place on the page.</param>
/// <param name="Id">The run.</param>
/// <param name="StartedAt">The time in its log's name.</param>
/// <param name="Policy">Its log policy.</param>
internal sealed record SlotEntry(int Slot, RunId Id, DateTimeOffset StartedAt, LogPolicy Policy)
{
    /// <summary>What <see cref="OutputPump.Recover"/> takes.</summary>
    public RunOutputSpec ToSpec(string runDirectory, string logDirectory) => new(Id, StartedAt, runDirectory, logDirectory, Policy, Slot);
}
