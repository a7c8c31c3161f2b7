namespace Baton.Daemon;

/// <summary>A daemon whose API answers.</summary>
/// <param name="SocketPath">Absolute path of its Unix socket.</param>
/// <param name="StateDirectory">Absolute path of its state directory.</param>
/// <param name="Pid">Its process id.</param>
/// <param name="Degraded">What is weaker here than it could be, one sentence each.</param>
public sealed record DaemonReadiness(string SocketPath, string StateDirectory, int Pid, IReadOnlyList<string> Degraded)
{
    /// <summary>TCP addresses that the API listens on, as <c>http://127.0.0.1:8003</c>; none by default.</summary>
    public IReadOnlyList<string> Addresses { get; init; } = [];

    /// <summary>Before the daemon ends by itself it waits for this task, two seconds at most; null where nobody can ask for that.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public Action<Task>? HoldEnd { get; init; }
}
