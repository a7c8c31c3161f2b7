using System.Globalization;
using System.Text;
using Baton.Core;
using Baton.Daemon.Native;
using Microsoft.Win32.SafeHandles;

namespace Baton.Daemon.State;

/// <summary>
/// The file <c>lock</c> of a state directory: whoever holds its flock is the daemon. The kernel lets go of it when the process ends, so a
/// dead daemon never blocks the next. Who it is stands in the file <c>pid</c>: a locked file cannot be opened to be read.
/// </summary>
public static class DaemonLock
{
    /// <summary>Name of the file, and of its descriptor in the guardian's keeping.</summary>
    internal const string Name = "lock";

    /// <summary>What a <c>down</c> without a daemon says that it is; it holds the directory until what was left has ended.</summary>
    internal const string Down = "down";

    private const string PidName = "pid";

    private static readonly TimeSpan LastBreath = TimeSpan.FromSeconds(5);

    /// <summary>Takes the lock and says who has it.</summary>
    /// <param name="stateDirectory">An existing folder.</param>
    /// <param name="holder">The process that holds it as long as Baton runs.</param>
    /// <param name="role"><see cref="Down"/>; null is a daemon.</param>
    /// <exception cref="BatonException">HeldByAnother.</exception>
    internal static SafeFileHandle Take(string stateDirectory, int holder, string? role = null)
    {
        var path = Path.Combine(stateDirectory, Name);
        var file = Libc.OpenLocked(path) ?? AfterDeath(path, stateDirectory) ?? throw Held(stateDirectory, role);
        try
        {
            WritePid(stateDirectory, holder, role);
        }
        catch (Exception e) when (role == Down && e is IOException or UnauthorizedAccessException)
        {
            // On a full disk, too, what is left can be ended; only who does it cannot be told.
        }
        catch
        {
            file.Dispose();
            throw;
        }

        return file;
    }

    /// <summary>The pid of the daemon that took the lock last, whether or not it still lives; null when there was none.</summary>
    public static int? HolderOf(string stateDirectory) =>
        int.TryParse(WordsOf(stateDirectory)[0], NumberStyles.None, CultureInfo.InvariantCulture, out var pid) ? pid : null;

    /// <summary>The words <c>PID</c> or <c>PID ROLE</c>.</summary>
    private static string[] WordsOf(string stateDirectory)
    {
        try
        {
            return File.ReadAllText(Path.Combine(stateDirectory, PidName), Encoding.ASCII).TrimEnd().Split(' ');
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [""]; // nobody's
        }
    }

    /// <summary>
    /// The process that took the lock last has it open now. To try the lock instead would take it for an instant, in which a daemon that begins just
    /// then would take us for another one. False, too, where the processes of its user may not be looked at.
    /// </summary>
    public static bool IsHeld(string stateDirectory)
    {
        if (HolderOf(stateDirectory) is not { } pid) return false;
        var path = Path.Combine(stateDirectory, Name);
        try
        {
            return new DirectoryInfo(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/fd")).EnumerateFileSystemInfos().Any(descriptor => descriptor.LinkTarget == path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false; // it has ended, or is another's
        }
    }

    /// <summary>Refuses what is no use while another daemon runs, without taking the lock.</summary>
    /// <param name="stateDirectory">A folder, which may not exist.</param>
    /// <param name="own">The process that is not another one.</param>
    /// <exception cref="BatonException">HeldByAnother.</exception>
    internal static void ThrowIfHeld(string stateDirectory, int own)
    {
        if (HolderOf(stateDirectory) is { } pid && pid != own && IsHeld(stateDirectory)) throw Held(stateDirectory, role: null);
    }

    /// <summary>A guardian that was killed leaves its daemon the lock for the moment that it takes to notice and end.</summary>
    private static SafeFileHandle? AfterDeath(string path, string stateDirectory)
    {
        if (HolderOf(stateDirectory) is not { } pid || IsAlive(pid)) return null;
        var waiting = Task.Run(() => Libc.OpenLocked(path, wait: true));
        if (waiting.Wait(LastBreath)) return waiting.Result;
        _ = waiting.ContinueWith(late => late.Result?.Dispose(), CancellationToken.None, TaskContinuationOptions.OnlyOnRanToCompletion, TaskScheduler.Default);
        return null;
    }

    private static bool IsAlive(int pid)
    {
        try
        {
            var stat = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/stat"));
            return stat[stat.LastIndexOf(')')..] is not [_, _, 'Z' or 'X', ..];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false; // There is no such process.
        }
    }

    private static BatonException Held(string stateDirectory, string? role)
    {
        var who = (WordsOf(stateDirectory), HolderOf(stateDirectory)) switch
        {
            ([_, Down], { } pid) => string.Create(CultureInfo.InvariantCulture, $"a \"baton down\" with pid {pid} is ending what was left there; try again when it is done"),
            // Whoever asks has found no daemon that answers.
            (_, { } pid) when role == Down => string.Create(CultureInfo.InvariantCulture, $"Baton runs there (pid {pid}), and its daemon does not answer just now; try again"),
            (_, { } pid) => string.Create(CultureInfo.InvariantCulture, $"the daemon with pid {pid} holds it; put a changed manifest in force there with: baton reload"),
            _ => "another daemon holds it",
        };
        return new BatonException(ErrorCode.HeldByAnother, $"cannot use state directory \"{stateDirectory}\": {who}");
    }

    private static void WritePid(string stateDirectory, int holder, string? role)
    {
        var path = Path.Combine(stateDirectory, PidName);
        var text = holder.ToString(CultureInfo.InvariantCulture);
        text = role is null ? text : $"{text} {role}";
        try
        {
            File.WriteAllText(path + ".new", text, Encoding.ASCII);
            File.Move(path + ".new", path, overwrite: true);
        }
        catch (IOException) when (File.Exists(path))
        {
            // A full disk has no room for another file, and the one before us left its own.
            WriteInPlace(path, text);
        }
    }

    /// <summary>In one write, with spaces over what is left of a longer text, so that no reader finds a mixture; the file never grows less than it must.</summary>
    private static void WriteInPlace(string path, string text)
    {
        using var file = new FileStream(path, new FileStreamOptions { Mode = FileMode.Open, Access = FileAccess.Write, Share = FileShare.ReadWrite, BufferSize = 0 });
        file.Write(Encoding.ASCII.GetBytes(text.PadRight((int)Math.Min(file.Length, 64))));
        file.SetLength(text.Length);
    }
}
