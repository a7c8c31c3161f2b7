namespace Baton.Runtime.Instances;

/// <summary>Where the orchestrator keeps what it needs, and what else there is.</summary>
/// <param name="StateFolder">Absolute path of an existing folder; the file <c>instances.json</c> in it outlives the daemon.</param>
/// <param name="SocketFolder">Absolute path of the folder for the sockets of instances, of at most <see cref="IpcFolder.LongestFolder"/> bytes; made with mode 0700.</param>
/// <param name="UploadFolder">Absolute path of the folder for programs that were sent; made with mode 0700.</param>
/// <param name="HasExternalSocket">There is a socket for links to other orchestrators; without it these are refused.</param>
/// <param name="Notice">Told, on any thread, what people should know: what could not be stopped, read or written.</param>
/// <param name="Crashed">Told once when the orchestrator met a bug and does nothing more.</param>
public sealed record OrchestratorOptions(
    string StateFolder, string SocketFolder, string UploadFolder, bool HasExternalSocket, Action<string> Notice, Action<Exception> Crashed);
