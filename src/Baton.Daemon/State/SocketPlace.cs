using System.Text;
using Baton.Core;

namespace Baton.Daemon.State;

/// <summary>
/// Where the daemon's Unix socket is: <c>baton.sock</c> in the state directory, or, when that path would be longer than the kernel
/// takes, in the runtime directory, with a pointer file <c>baton.sock.path</c> that says where.
/// </summary>
public static class SocketPlace
{
    /// <summary>Longest path of a Unix socket in bytes (unix(7): 108 with the final zero).</summary>
    public const int LongestPath = 107;

    /// <summary>The path to bind; writes or removes the pointer file. The caller holds the state directory.</summary>
    /// <param name="stateDirectory">Absolute path.</param>
    /// <param name="runtimeDirectory">The user's own folder for sockets (<c>XDG_RUNTIME_DIR</c>); null takes a new one in the system's temporary folder.</param>
    /// <param name="isGoingOn">This daemon is in the place of a dead one, whose socket may be listened on still: it stays where it is.</param>
    /// <exception cref="BatonException">Unavailable: no folder of our own can be had.</exception>
    public static string Choose(string stateDirectory, string? runtimeDirectory, bool isGoingOn = false)
    {
        var usual = Path.Combine(stateDirectory, "baton.sock");
        var pointer = usual + ".path";
        if (Encoding.UTF8.GetByteCount(usual) <= LongestPath)
        {
            File.Delete(pointer);
            return usual;
        }

        if (isGoingOn && Earlier(pointer) is { } earlier) return earlier;
        RemoveEarlier(pointer);
        // mkdtemp makes a folder of mode 0700 that nobody can have prepared for us; a runtime directory is the user's own already.
        var folder = runtimeDirectory ?? Directory.CreateTempSubdirectory("baton-").FullName;
        var name = Sha256.HexOf(stateDirectory)[..16];
        var moved = Path.Combine(folder, $"{name}.sock");
        if (Encoding.UTF8.GetByteCount(moved) > LongestPath)
            throw new BatonException(ErrorCode.Unavailable, $"cannot place the socket: both \"{usual}\" and \"{moved}\" are longer than {LongestPath} bytes; choose a shorter --state");
        File.WriteAllText(pointer + ".new", moved);
        File.Move(pointer + ".new", pointer, overwrite: true);
        return moved;
    }

    /// <summary>Removes the socket an earlier daemon of this state directory left elsewhere, and its folder when that was its own.</summary>
    private static void RemoveEarlier(string pointer)
    {
        if (Earlier(pointer) is not { } earlier) return;
        File.Delete(earlier);
        var folder = Path.GetDirectoryName(earlier)!;
        if (Path.GetFileName(folder).StartsWith("baton-", StringComparison.Ordinal) && !Directory.EnumerateFileSystemEntries(folder).Any()) Directory.Delete(folder);
    }

    private static string? Earlier(string pointer)
    {
        if (!File.Exists(pointer)) return null;
        var earlier = File.ReadAllText(pointer).TrimEnd('\n');
        return earlier.EndsWith(".sock", StringComparison.Ordinal) && File.Exists(earlier) ? earlier : null;
    }
}
