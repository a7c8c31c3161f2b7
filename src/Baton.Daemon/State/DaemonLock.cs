using System.Globalization;
using System.Text;
using Baton.Core;

namespace Baton.Daemon.State;

/// <summary>
/// The file <c>lock</c> of a state directory: whoever holds its flock is the daemon. The kernel lets go of it when the process ends, so a
/// dead daemon never blocks the next. Who it is stands in the file <c>pid</c>: a locked file cannot be opened to be read.
/// </summary>
public static class DaemonLock
{
    private const string Name = "lock";
    private const string PidName = "pid";

    /// <summary>Takes the lock and says who has it.</summary>
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
                string.Create(CultureInfo.InvariantCulture, $"cannot use state directory \"{stateDirectory}\": the daemon with pid {pid} holds it; put a changed manifest in force there with: baton reload"));
        }

        WritePid(stateDirectory);
        return file;
    }

    /// <summary>The pid of the daemon that took the lock last, whether or not it still lives; null when there was none.</summary>
    public static int? HolderOf(string stateDirectory)
    {
        try
        {
            var text = File.ReadAllText(Path.Combine(stateDirectory, PidName), Encoding.ASCII);
            return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var pid) ? pid : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null; // nobody's
        }
    }

    private static void WritePid(string stateDirectory)
    {
        var path = Path.Combine(stateDirectory, PidName);
        File.WriteAllText(path + ".new", Environment.ProcessId.ToString(CultureInfo.InvariantCulture), Encoding.ASCII);
        File.Move(path + ".new", path, overwrite: true);
    }
}
