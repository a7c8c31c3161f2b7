using System.Text;

namespace Baton.Client;

/// <summary>Finds the control socket of a state directory.</summary>
public static class SocketLocator
{
    /// <summary>Longest path of a Unix socket, in bytes (unix(7): 108 with the final zero).</summary>
    public const int MaxPathBytes = 107;

    /// <summary>Name of the socket in the state directory.</summary>
    public const string SocketName = "baton.sock";

    /// <summary>Name of the file that holds the socket's real path, when the one in the state directory would be too long.</summary>
    public const string PointerName = "baton.sock.path";

    /// <summary>
    /// Path of the socket of <paramref name="stateDirectory"/>: <c>baton.sock</c> in it, or what <c>baton.sock.path</c> says when that
    /// path would pass <see cref="MaxPathBytes"/>. That a path is returned does not say that a daemon listens there.
    /// </summary>
    /// <exception cref="NoDaemonException">The path is too long and no readable pointer file says where the socket is.</exception>
    public static string Find(string stateDirectory)
    {
        var path = Path.Combine(Path.GetFullPath(stateDirectory), SocketName);
        return Encoding.UTF8.GetByteCount(path) <= MaxPathBytes ? path : ReadPointer(stateDirectory, path);
    }

    private static string ReadPointer(string stateDirectory, string wanted)
    {
        Span<byte> text = stackalloc byte[MaxPathBytes + 2];
        try
        {
            using var file = File.OpenHandle(Path.Combine(stateDirectory, PointerName));
            var read = RandomAccess.Read(file, text, 0);
            var target = Encoding.UTF8.GetString(text[..read]).TrimEnd('\n');
            if (Path.IsPathFullyQualified(target) && Encoding.UTF8.GetByteCount(target) <= MaxPathBytes) return target;
            throw new NoDaemonException(wanted, $"\"{PointerName}\" does not hold the path of a socket");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new NoDaemonException(wanted, e.Message, e);
        }
    }
}
