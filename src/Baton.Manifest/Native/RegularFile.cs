using System.Runtime.InteropServices;
using Baton.Manifest.Text;
using Microsoft.Win32.SafeHandles;

namespace Baton.Manifest.Native;

/// <summary>Reads regular files, and only those.</summary>
internal static unsafe class RegularFile
{
    private const int FirstBuffer = 64 * 1024;

    /// <summary>The whole content; null, with the reason, when it cannot be had or is longer than <paramref name="limit"/>.</summary>
    public static byte[]? Read(string path, int limit, out string? problem)
    {
        if (path.Contains('\0'))
        {
            problem = "its name holds NUL";
            return null;
        }

        using var file = Open(path, out problem);
        if (problem is not null) return null;
        try
        {
            var bytes = ReadToEnd(file, limit);
            if (bytes is null) problem = Limits.Larger(limit);
            return bytes;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            problem = e.Message;
            return null;
        }
    }

    private static SafeFileHandle Open(string path, out string? problem)
    {
        // O_NONBLOCK lets open return for a pipe that nobody writes to; what it is can be asked only after that without a race.
        int fd;
        do fd = Libc.open(path, Libc.O_RDONLY | Libc.O_NONBLOCK | Libc.O_CLOEXEC, 0);
        while (fd < 0 && Marshal.GetLastPInvokeError() == Libc.EINTR);
        problem = fd < 0 ? Marshal.GetLastPInvokeErrorMessage() : null;
        var file = new SafeFileHandle(fd, ownsHandle: true);
        if (problem is null) problem = TypeProblem(file);
        return file;
    }

    private static string? TypeProblem(SafeFileHandle file)
    {
        var stat = stackalloc byte[Libc.StatxSize];
        if (Libc.statx(file, "", Libc.AT_EMPTY_PATH, Libc.STATX_TYPE, stat) < 0) return Marshal.GetLastPInvokeErrorMessage();
        return (*(ushort*)(stat + Libc.StatxModeOffset) & Libc.S_IFMT) switch
        {
            Libc.S_IFREG => null,
            Libc.S_IFDIR => "it is a directory",
            _ => "it is not a regular file",
        };
    }

    private static byte[]? ReadToEnd(SafeFileHandle file, int limit)
    {
        // The length is not asked for: the file may grow meanwhile, and files of /proc say 0.
        var buffer = new byte[FirstBuffer];
        var length = 0;
        while (true)
        {
            var count = RandomAccess.Read(file, buffer.AsSpan(length), length);
            if (count == 0) return buffer[..length];
            length += count;
            if (length > limit) return null;
            if (length == buffer.Length) Array.Resize(ref buffer, buffer.Length * 2);
        }
    }
}
