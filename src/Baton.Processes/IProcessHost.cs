namespace Baton.Processes;

/// <summary>
/// Owner of all child processes, their trees and their output: commands go in, events come out, nothing is shared. There are two
/// implementations of this border: in the same process, and (later) through the guardian; nobody above notices which.
/// </summary>
public interface IProcessHost : IAsyncDisposable
{
    /// <summary>Takes a command; returns at once, never throws for what the world does.</summary>
    void Send(ProcessCommand command);
}
