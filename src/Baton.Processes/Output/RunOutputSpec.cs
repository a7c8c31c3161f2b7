namespace Baton.Processes.Output;

/// <summary>What the pump must know to take a run's output.</summary>
/// <param name="Id">The run.</param>
/// <param name="StartedAt">Its start, for the log's name; a second that is taken makes it the next free one.</param>
/// <param name="RunDirectory">Existing folder of the FIFOs, absolute.</param>
/// <param name="LogDirectory">Folder above the services' log folders, absolute; made when missing.</param>
/// <param name="Policy">Rotation and what a full disk does.</param>
/// <param name="Slot">Its place on the state page, from 0, used by no other live run.</param>
internal sealed record RunOutputSpec(RunId Id, DateTimeOffset StartedAt, string RunDirectory, string LogDirectory, LogPolicy Policy, int Slot)
{
    /// <summary>Where its batches are counted.</summary>
    public OutputCounts Counts { get; init; } = new();
}
