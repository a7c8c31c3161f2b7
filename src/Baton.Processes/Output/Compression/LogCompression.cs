using System.Runtime.InteropServices;
using Baton.Processes.Native;
using Microsoft.Win32.SafeHandles;

namespace Baton.Processes.Output.Compression;

/// <summary>
/// Turns one closed log into its compressed form: into a temporary file, that to the disk, then to its name, then the plain file goes. As
/// long as the plain file is there it is the truth, and a compressed one beside it, which a death in between leaves, is made anew.
/// </summary>
internal sealed class LogCompression(Action<CompressionPoint>? hook, Func<bool> isStopping) : IDisposable
{
    /// <summary>What stands behind the name of a file that is not complete.</summary>
    public const string TemporaryEnding = ".tmp";

    private readonly MemoryStream _member = new();
    private byte[] _text = [];

    /// <inheritdoc/>
    public void Dispose() => _member.Dispose();

    /// <summary>Compresses a closed file.</summary>
    /// <returns>Null when it is done, or the file is gone, or there was no time left; else why it could not be: then it stays as it is.</returns>
    public string? Run(LogFolder folder, LogFileName name)
    {
        var plain = name.ToString();
        var done = (name with { IsCompressed = true }).ToString();
        var temporary = done + TemporaryEnding;
        var isRenamed = false;
        try
        {
            using var source = Handle(folder.OpenFile(plain));
            if (source is null) return Marshal.GetLastPInvokeError() == Libc.Errno.ENOENT ? null : $"cannot read \"{plain}\": {Libc.LastError()}";
            _ = folder.Remove(temporary);
            using var target = Handle(folder.CreateFile(temporary));
            if (target is null) return $"cannot make \"{temporary}\": {Libc.LastError()}";
            hook?.Invoke(CompressionPoint.AfterCreate);
            if (!Copy(source, target)) return null;
            hook?.Invoke(CompressionPoint.AfterWrite);
            // Its age is that of what it holds.
            File.SetLastWriteTimeUtc(target, File.GetLastWriteTimeUtc(source));
            RandomAccess.FlushToDisk(target);
            hook?.Invoke(CompressionPoint.AfterSync);
            if (folder.Rename(temporary, done) != 0) return $"cannot rename \"{temporary}\": {Libc.LastError()}";
            isRenamed = true;
            hook?.Invoke(CompressionPoint.AfterRename);
            // Whoever removed the plain file meanwhile, since it is no longer to be kept, meant this one too.
            if (!folder.Has(plain)) _ = folder.Remove(done);
            else if (folder.Remove(plain) != 0) return $"cannot remove \"{plain}\": {Libc.LastError()}";
            hook?.Invoke(CompressionPoint.AfterRemove);
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            return $"cannot compress \"{plain}\": {e.Message}";
        }
        finally
        {
            if (!isRenamed) _ = folder.Remove(temporary);
        }
    }

    private bool Copy(SafeFileHandle source, SafeFileHandle target)
    {
        var length = RandomAccess.GetLength(source);
        var size = LogMember.TextBytesOf(length);
        if (_text.Length < size) _text = new byte[size];
        long from = 0, to = 0;
        while (from < length)
        {
            if (isStopping()) return false;
            var had = 0;
            while (had < size && RandomAccess.Read(source, _text.AsSpan(had, size - had), from + had) is > 0 and var read) had += read;
            if (had == 0) break;
            LogMember.Write(_text.AsSpan(0, had), _member);
            RandomAccess.Write(target, _member.GetBuffer().AsSpan(0, (int)_member.Length), to);
            (from, to) = (from + had, to + _member.Length);
            hook?.Invoke(CompressionPoint.AfterPart);
        }

        return true;
    }

    private static SafeFileHandle? Handle(int fd) => fd < 0 ? null : new SafeFileHandle(fd, ownsHandle: true);
}
