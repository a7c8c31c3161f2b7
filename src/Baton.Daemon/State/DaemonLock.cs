using System.Globalization;
using System.Text;
using Baton.Core;

namespace Baton.Daemon.State;

/// <summary>
/// The file <c>lock</c> of a state directory: whoever holds its flock is the daemon, and its text is that daemon's pid. The kernel lets
/// go of it when the process ends, so a dead daemon never blocks the next.
/// </summary>
public static class DaemonLock
{
    private const string Name = "lock";

    /// <summary>Takes the lock and writes this process's pid.</summary>
    /// <exception cref="BatonException">HeldByAnother.</exception>
    internal static FileStream Take(string stateDirectory)
    {
        var path = Path.Combine(stateDirectory, Name);
        FileStream file;
        try
        {
            // FileShare.None is flock(LOCK_EX | LOCK_NB) on Linux.
            file = new FileStream(path, new FileStreamOptions
            {
                Mode = FileMode.OpenOrCreate,
                Access = FileAccess.ReadWrite,
                Share = FileShare.None,
                UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            });
        }
        catch (IOException) when (HolderOf(stateDirectory) is { } pid)
        {
            throw new BatonException(ErrorCode.HeldByAnother,
                string.Create(CultureInfo.InvariantCulture, $"cannot use state directory \"{stateDirectory}\": the daemon with pid {pid} holds it"));
        }

        file.SetLength(0);
        file.Write(Encoding.ASCII.GetBytes(Environment.ProcessId.ToString(CultureInfo.InvariantCulture)));
        file.Flush();
        return file;
    }

    /// <summary>The pid that the lock file of a state directory names, whether or not that process still lives; null without one.</summary>
    public static int? HolderOf(string stateDirectory)
    {
        try
        {
            using var file = new FileStream(Path.Combine(stateDirectory, Name), FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var reader = new StreamReader(file, Encoding.ASCII);
            var buffer = new char[16];
            var length = reader.ReadBlock(buffer);
            return int.TryParse(buffer.AsSpan(0, length), NumberStyles.None, CultureInfo.InvariantCulture, out var pid) ? pid : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null; // nobody's
        }
    }
}
