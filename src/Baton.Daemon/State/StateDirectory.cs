using System.Globalization;
using Baton.Core;
using Baton.Daemon.Native;
using Baton.Processes.Guardian;
using Microsoft.Win32.SafeHandles;

namespace Baton.Daemon.State;

/// <summary>The folder that holds everything a daemon must remember, held by one daemon at a time.</summary>
public sealed class StateDirectory : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private static readonly TimeSpan LookEvery = TimeSpan.FromMinutes(1);

    private readonly SafeFileHandle _lock;
    private readonly string? _place;

    private StateDirectory(string path, SafeFileHandle lockFile)
    {
        Root = path;
        _lock = lockFile;
        _place = PlaceOf(lockFile);
    }

    /// <summary>Absolute path.</summary>
    public string Root { get; }

    /// <summary>Where logs are: one folder for each service, and <c>orchestrator</c> for Baton's own.</summary>
    public string Logs => Path.Combine(Root, "logs");

    /// <summary>Where the process layer keeps records of runs and their pipes.</summary>
    public string Run => Path.Combine(Root, "run");

    /// <summary>What has become of it; while that cannot be told it counts as held.</summary>
    public StateHold Hold => PlaceOf(_lock) switch
    {
        null => StateHold.Held,
        var now when IsDeleted(now) => StateHold.Lost,
        var now when now == _place => StateHold.Held,
        _ => StateHold.Moved,
    };

    /// <summary>Calls <paramref name="look"/> when the lock's file is deleted, and now and then, since a move above it tells nobody.</summary>
    /// <returns>Ends the watching.</returns>
    public IDisposable Watch(TimeProvider time, Action look)
    {
        var timer = time.CreateTimer(_ => look(), null, LookEvery, LookEvery);
        try
        {
            var watcher = new FileSystemWatcher(Root, DaemonLock.Name) { NotifyFilter = NotifyFilters.FileName };
            watcher.Deleted += (_, _) => look();
            watcher.EnableRaisingEvents = true;
            return new Watching(timer, watcher);
        }
        catch (Exception e) when (e is IOException or ArgumentException)
        {
            // The user's share of watches is used up, or the folder is gone already: then it is noticed by the next look.
            return timer;
        }
    }

    /// <summary>Makes the folder where needed and takes hold of it until disposed or until this process ends, however it ends.</summary>
    /// <exception cref="BatonException">HeldByAnother: a daemon runs on it, and which. Unavailable: it cannot be made or used.</exception>
    public static StateDirectory Take(string path) => Take(path, role: null);

    /// <summary>The same for something that is no daemon.</summary>
    /// <param name="path">Absolute path.</param>
    /// <param name="role">What it is: <see cref="DaemonLock.Down"/>; null is a daemon.</param>
    internal static StateDirectory Take(string path, string? role) => Usable(path, () => DaemonLock.Take(path, Environment.ProcessId, role));

    /// <summary>The same for as long as the guardian lives: it holds the folder too, and a daemon after us has it from there.</summary>
    /// <returns>It; its <see cref="Hold"/> is lost when it was deleted meanwhile.</returns>
    /// <exception cref="BatonException">HeldByAnother: a daemon runs on it, and which. Unavailable: it cannot be made or used, or was moved away.</exception>
    public static StateDirectory Take(string path, GuardianHost guardian)
    {
        if (guardian.TakeHeld(DaemonLock.Name) is { } held) return GoOn(path, new SafeFileHandle(held, ownsHandle: true));
        return Usable(path, () =>
        {
            var taken = DaemonLock.Take(path, guardian.GuardianPid);
            guardian.Hold(DaemonLock.Name, (int)taken.DangerousGetHandle());
            return taken;
        });
    }

    // What is held must be what lies there: a folder that was made anew in its place is nobody's, and another daemon may take it.
    private static StateDirectory GoOn(string path, SafeFileHandle held)
    {
        var place = PlaceOf(held);
        if (place is not null && IsDeleted(place)) return new StateDirectory(path, held);
        if (place is null || place == PlaceOfFile(Path.Combine(path, DaemonLock.Name))) return Usable(path, () => held);
        held.Dispose();
        throw new BatonException(ErrorCode.Unavailable, $"cannot use state directory \"{path}\": it was moved away; move it back, or end everything with a signal to the guardian");
    }

    private static string? PlaceOfFile(string path)
    {
        using var file = Libc.OpenPlace(path);
        return file is null ? null : PlaceOf(file);
    }

    // The kernel's own mark; no file of ours has such a name.
    private static bool IsDeleted(string place) => place.EndsWith(" (deleted)", StringComparison.Ordinal);

    private static StateDirectory Usable(string path, Func<SafeFileHandle> take)
    {
        try
        {
            MakeFolders(path);
            return new StateDirectory(path, take());
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BatonException(ErrorCode.Unavailable, $"cannot use state directory \"{path}\": {e.Message}", e);
        }
    }

    /// <summary>Makes the folder, and in it what a daemon needs before it begins.</summary>
    /// <exception cref="BatonException">Unavailable: something else lies there.</exception>
    public static void MakeFolders(string path)
    {
        foreach (var folder in new[] { path, Path.Combine(path, "logs"), Path.Combine(path, "logs", "orchestrator"), Path.Combine(path, "run") }) MakeFolder(folder);
    }

    // The kernel keeps this link up to date: it shows where the open file is now, or that it is nowhere any more.
    private static string? PlaceOf(SafeFileHandle file)
    {
        try
        {
            return new FileInfo(string.Create(CultureInfo.InvariantCulture, $"/proc/self/fd/{file.DangerousGetHandle()}")).LinkTarget;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
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

    private sealed class Watching(ITimer timer, FileSystemWatcher watcher) : IDisposable
    {
        public void Dispose()
        {
            timer.Dispose();
            watcher.Dispose();
        }
    }
}
