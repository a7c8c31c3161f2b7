namespace Baton.Contracts;

/// <summary>What the daemon says about itself.</summary>
public sealed record SystemRecord
{
    /// <summary>Baton's version.</summary>
    public required string Version { get; init; }

    /// <summary>The daemon's process id.</summary>
    public required int Pid { get; init; }

    /// <summary>The process id of its guardian, which lives as long as Baton runs here; null when the daemon has none.</summary>
    public int? GuardianPid { get; init; }

    /// <summary>Absolute path of the program that the daemon is.</summary>
    public string? Program { get; init; }

    /// <summary>How the daemon before this one ended, as the guardian says it; null for the first, and where there is no guardian.</summary>
    public string? LastEnd { get; init; }

    /// <summary>Absolute path of the manifest; null when it runs without one.</summary>
    public string? Manifest { get; init; }

    /// <summary>Absolute path of the state directory.</summary>
    public required string StateDirectory { get; init; }

    /// <summary>Addresses the API listens on, the Unix socket first.</summary>
    public required IReadOnlyList<string> Listen { get; init; }

    /// <summary>When the daemon began.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary><c>running</c> or <c>stopping</c>.</summary>
    public required string State { get; init; }

    /// <summary>What is weaker here than it could be, and why: no cgroup v2, a busy default port. Empty when nothing is.</summary>
    public required IReadOnlyList<string> Degraded { get; init; }
}
