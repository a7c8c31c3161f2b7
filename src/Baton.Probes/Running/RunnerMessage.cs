namespace Baton.Probes.Running;

/// <summary>What the actor of a <see cref="ProbeRunner"/> is told. Each probe has at most one of each waiting.</summary>
internal abstract record RunnerMessage
{
    private RunnerMessage()
    {
    }

    public sealed record Added(ProbeHandle Handle) : RunnerMessage;

    public sealed record Removed(ProbeHandle Handle) : RunnerMessage;

    /// <summary>The one timer fired.</summary>
    public sealed record TimerFired(int Epoch) : RunnerMessage;

    /// <summary>An execution has ended: with an outcome, also by a bug of the probe, or by its cancellation (neither).</summary>
    public sealed record Ended(ProbeHandle Handle, ProbeOutcome? Outcome, Exception? Bug) : RunnerMessage;

    /// <summary>Nothing is to be executed any more.</summary>
    public sealed record Closing : RunnerMessage;
}
