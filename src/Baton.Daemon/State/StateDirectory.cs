using Baton.Core;

namespace Baton.Daemon.State;

/// <summary>The folder that holds everything a daemon must remember, held by one daemon at a time.</summary>
public sealed class StateDirectory : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly FileStream _lock;

    private StateDirectory(string path, FileStream lockFile)
    {
        Root = path;
        _lock = lockFile;
    }

    /// <summary>Absolute path.</summary>
    public string Root { get; }

    /// <summary>Where logs are: one folder for each service, and <c>orchestrator</c> for Baton's own.</summary>
    public string Logs => Path.Combine(Root, "logs");

    /// <summary>Where the process layer keeps records of runs and their pipes.</summary>
    public string Run => Path.Combine(Root, "run");

    /// <summary>Makes the folder where needed and takes hold of it until disposed or until this process ends, however it ends.</summary>
    /// <exception cref="BatonException">HeldByAnother: a daemon runs on it, and which. Unavailable: it cannot be made or used.</exception>
    public static StateDirectory Hold(string path)
    {
        try
        {
            foreach (var folder in new[] { path, Path.Combine(path, "logs"), Path.Combine(path, "logs", "orchestrator"), Path.Combine(path, "run") }) MakeFolder(folder);
            return new StateDirectory(path, DaemonLock.Take(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BatonException(ErrorCode.Unavailable, $"cannot use state directory \"{path}\": {e.Message}", e);
        }
    }

    private static void MakeFolder(string folder)
    {
        // Said before the system does, whose words are that it "already exists".
        if (new FileInfo(folder) is { Exists: true } or { LinkTarget: not null } && !Directory.Exists(folder))
            throw new BatonException(ErrorCode.Unavailable, $"cannot use \"{folder}\": it is a file or a link to nothing, not a folder; move it away, or name another state directory with --state");
        Directory.CreateDirectory(folder, OwnerOnly);
    }

    /// <inheritdoc/>
    public void Dispose() => _lock.Dispose();
}
