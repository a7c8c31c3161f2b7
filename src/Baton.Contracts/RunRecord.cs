namespace Baton.Contracts;

/// <summary>A run of a service, as the journal tells it. Times are UTC; what is not known or does not apply is null.</summary>
/// <param name="Run">Its number.</param>
/// <param name="How">How it ended, or that it goes on; one of <see cref="RunEnds"/>.</param>
public sealed record RunRecord(int Run, string How)
{
    /// <summary>When it began.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When its first process had ended.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Its first process, while it lives.</summary>
    public int? Pid { get; init; }

    /// <summary>Exit code of its first process.</summary>
    public int? ExitCode { get; init; }

    /// <summary>Name of the signal that ended it, as <c>SIGKILL</c>.</summary>
    public string? ExitSignal { get; init; }

    /// <summary>Why it ended, as a person would say it.</summary>
    public string? Reason { get; init; }

    /// <summary>How long it lasted, or lasts by now.</summary>
    public double? DurationSeconds { get; init; }
}
