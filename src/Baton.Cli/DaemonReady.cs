namespace Baton.Cli;

/// <summary>A daemon whose API answers.</summary>
/// <param name="SocketPath">Absolute path of its Unix socket.</param>
/// <param name="StateDirectory">Absolute path of its state directory.</param>
/// <param name="Pid">Its process id.</param>
/// <param name="Degraded">What is weaker here than it could be, one sentence each; null means nothing is.</param>
public sealed record DaemonReady(string SocketPath, string StateDirectory, int Pid, IReadOnlyList<string>? Degraded = null)
{
    /// <summary>TCP addresses that its API listens on; none by default.</summary>
    public IReadOnlyList<string> Addresses { get; init; } = [];

    /// <summary>Before the daemon ends by itself it waits for this task, two seconds at most; null where nobody can ask for that.</summary>
    public Action<Task>? HoldEnd { get; init; }
}
