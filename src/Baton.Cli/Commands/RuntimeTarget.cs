using Baton.Client.Runtime;

namespace Baton.Cli.Commands;

/// <summary>Whom a command of the runtime part speaks to.</summary>
/// <param name="Client">The server.</param>
/// <param name="IsNamed">
/// It was named by its socket, as to the orchestrator's own command line: then output and exit codes are that one's, for the scripts that know them. Else it is
/// the daemon of this project, and they are Baton's.
/// </param>
internal sealed record RuntimeTarget(RuntimeClient Client, bool IsNamed);
