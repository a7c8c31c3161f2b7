using System.Globalization;
using Baton.Core;
using Baton.Core.Notices;
using Baton.Processes.Accounts;

namespace Baton.Daemon.State;

/// <summary>
/// Where a user's running Batons are found: a folder of the user's own with one link for each, named by a hash of the state directory that it
/// leads to. A link proves nothing: whoever was killed could not remove it. That Baton runs there is told by the lock of the state directory.
/// </summary>
public sealed class ProjectRegistry : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>More links than this are not looked at: somebody has filled the folder.</summary>
    private const int MostLinks = 10_000;

    private readonly string? _link;

    private ProjectRegistry(string? link) => _link = link;

    /// <summary>Enters a state directory until disposed of. Nothing depends on it, so that where it cannot be, people are told and that is all.</summary>
    /// <param name="stateDirectory">Absolute path of a state directory that the caller holds.</param>
    /// <param name="runtimeDirectory">The user's own folder (<c>XDG_RUNTIME_DIR</c>); null when there is none.</param>
    /// <param name="notices">Where people are told.</param>
    public static ProjectRegistry Enter(string stateDirectory, string? runtimeDirectory, NoticeBoard notices)
    {
        try
        {
            var folder = Folders(runtimeDirectory).First();
            Directory.CreateDirectory(folder, OwnerOnly);
            if (!IsOwn(folder)) throw new IOException($"\"{folder}\" is not a folder of our own that nobody else can write");
            var link = Path.Combine(folder, NameOf(stateDirectory));
            var fresh = link + ".new";
            File.Delete(fresh);
            File.CreateSymbolicLink(fresh, stateDirectory);
            Native.Libc.Rename(fresh, link);
            return new ProjectRegistry(link);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            notices.Publish("daemon", "degraded", cause: null, $"\"baton projects\" will not show this one: {e.Message}");
            return new ProjectRegistry(null);
        }
    }

    /// <summary>State directories of the present user that are held, in order of their paths.</summary>
    /// <param name="runtimeDirectory">As for <see cref="Enter"/>.</param>
    public static IReadOnlyList<string> Held(string? runtimeDirectory)
    {
        var found = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var folder in Folders(runtimeDirectory).Where(folder => Directory.Exists(folder) && IsOwn(folder)))
        {
            foreach (var link in new DirectoryInfo(folder).EnumerateFileSystemInfos().Take(MostLinks))
            {
                if (link.LinkTarget is not { } state || link.Name != NameOf(state)) continue;
                if (DaemonLock.IsHeld(state)) found.Add(state);
                // One whose state directory is still there may be about to be taken by a daemon that has just made its link anew.
                else if (!Directory.Exists(state)) Remove(link.FullName);
            }
        }

        return [.. found];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_link is not null) Remove(_link);
    }

    /// <summary>The first is where links are made; the others may hold those of daemons that were started in other surroundings.</summary>
    private static IEnumerable<string> Folders(string? runtimeDirectory) =>
        Bases(runtimeDirectory).Select(folder => Path.Combine(folder, "baton", "projects")).Append(Temporary);

    /// <summary>Absolute path of the folder that is Baton's in the user's own; it may have to be made.</summary>
    /// <param name="runtimeDirectory">As for <see cref="Enter"/>.</param>
    /// <exception cref="BatonException">Unavailable: there is no folder of the user's own, and that in <c>/tmp</c> is somebody else's.</exception>
    internal static string OwnFolder(string? runtimeDirectory)
    {
        if (Bases(runtimeDirectory).FirstOrDefault() is { } own) return Path.Combine(own, "baton");
        Directory.CreateDirectory(Temporary, OwnerOnly);
        return IsOwn(Temporary) ? Temporary : throw new BatonException(ErrorCode.Unavailable, $"cannot use \"{Temporary}\": it is not a folder of our own that nobody else can write; name a folder with --state");
    }

    private static string Temporary => string.Create(CultureInfo.InvariantCulture, $"/tmp/baton-{SystemAccounts.OwnUser}");

    private static IEnumerable<string> Bases(string? runtimeDirectory)
    {
        var usual = string.Create(CultureInfo.InvariantCulture, $"/run/user/{SystemAccounts.OwnUser}");
        return new[] { runtimeDirectory, usual }.OfType<string>().Where(folder => folder.Length > 0 && Directory.Exists(folder)).Distinct();
    }

    /// <summary>A real folder, of ours alone: in <c>/tmp</c> anybody could have made it before us.</summary>
    private static bool IsOwn(string folder) =>
        new DirectoryInfo(folder).LinkTarget is null && (File.GetUnixFileMode(folder) & ~OwnerOnly) == 0 && Native.Libc.OwnerOf(folder) == SystemAccounts.OwnUser;

    private static string NameOf(string stateDirectory) => Sha256.HexOf(stateDirectory)[..16];

    private static void Remove(string link)
    {
        try
        {
            File.Delete(link);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It leads to nothing that is held, which whoever reads it sees.
        }
    }
}
