using Baton.Cli.Output;

namespace Baton.Cli;

/// <summary>What a command may use of the world.</summary>
/// <param name="Terminal">Where it writes.</param>
/// <param name="Offline">What can be done without a daemon.</param>
/// <param name="Time">The clock.</param>
/// <param name="Folder">The current folder, absolute.</param>
internal sealed record CommandContext(Terminal Terminal, IOffline Offline, TimeProvider Time, string Folder)
{
    /// <summary>What the variable <c>VEECLE_ORCHESTRATOR_SOCKET</c> says; null when it is not set.</summary>
    public string? OrchestratorSocket { get; init; }
}
