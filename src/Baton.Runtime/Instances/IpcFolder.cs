using System.Globalization;
using System.Text;
using Baton.Core;

namespace Baton.Runtime.Instances;

/// <summary>The folder with one socket for each instance, named by its number, so that a process that outlived the daemon finds none but its own.</summary>
public sealed class IpcFolder
{
    /// <summary>Longest path of a Unix socket in bytes (unix(7): 108 with the final zero).</summary>
    public const int LongestPath = 107;

    /// <summary>Longest path of the folder in bytes: a slash and 32 hexadecimal digits come behind it.</summary>
    public const int LongestFolder = LongestPath - 33;

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly string _path;

    /// <summary>Makes the folder where needed; nobody but its owner may come in.</summary>
    /// <param name="path">Absolute path.</param>
    /// <exception cref="BatonException">Unavailable: its path is too long, or it cannot be had.</exception>
    public IpcFolder(string path)
    {
        var length = Encoding.UTF8.GetByteCount(path);
        if (length > LongestFolder)
        {
            throw new BatonException(ErrorCode.Unavailable, string.Create(CultureInfo.InvariantCulture,
                $"cannot use \"{path}\" for sockets of instances: its path has {length} bytes, and more than {LongestFolder} make those of the sockets longer than {LongestPath}; choose a shorter one"));
        }

        MakePrivate(path);
        _path = path;
    }

    /// <summary>The socket of an instance; the same each time.</summary>
    public string SocketOf(InstanceId id) => Path.Combine(_path, id.Value.ToString("N"));

    /// <summary>Makes a folder that only its owner may use, or makes an existing one so.</summary>
    /// <exception cref="BatonException">Unavailable: it cannot be had, or is a link.</exception>
    internal static void MakePrivate(string path)
    {
        try
        {
            var folder = Directory.CreateDirectory(path, OwnerOnly);
            if (folder.LinkTarget is not null) throw new IOException("it is a link");
            if (folder.UnixFileMode != OwnerOnly) folder.UnixFileMode = OwnerOnly;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BatonException(ErrorCode.Unavailable, $"cannot use folder \"{path}\": {e.Message}", e);
        }
    }
}
