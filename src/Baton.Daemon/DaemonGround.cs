using Baton.Daemon.Manifests;
using Baton.Daemon.State;
using Baton.Daemon.Wiring;
using Baton.Processes;
using Baton.Processes.Guardian;
using Baton.Runtime;

namespace Baton.Daemon;

/// <summary>What a daemon has before it decides anything: what it is to run, and where its state and its processes are.</summary>
internal sealed record DaemonGround(ManifestBegun Manifest, StateDirectory State, ProcessNews News, IProcessHost Host)
{
    /// <summary>Who owns the processes and lives longer; null: the daemon itself does.</summary>
    public GuardianHost? Guardian { get; init; }

    /// <summary>What holds of the runtime as long as this daemon lives.</summary>
    public required RuntimeOptions Runtime { get; init; }
}

/// <summary>The manifest that a daemon begins with.</summary>
/// <param name="Reading">It.</param>
/// <param name="Trouble">Why it is not the one that was in force; null when it is, or when none was.</param>
internal sealed record ManifestBegun(ManifestReading Reading, string? Trouble);
