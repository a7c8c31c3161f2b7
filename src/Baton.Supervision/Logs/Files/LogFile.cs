using Baton.Core;
using Microsoft.Win32.SafeHandles;

namespace Baton.Supervision.Logs.Files;

/// <summary>
/// An open log file; it stays the same file when the writer renames it, compresses it or removes it. Of a compressed one everything here
/// speaks of the text in it, so that a place is the same before and after.
/// </summary>
internal sealed class LogFile(SafeFileHandle handle, LogFileId id) : IDisposable
{
    private const int StampBytes = 24;

    private readonly CompressedLog? _compressed = id.IsCompressed ? new CompressedLog(handle) : null;
    private byte? _check;

    public LogFileId Id { get; } = id;

    /// <summary>Bytes in it now.</summary>
    public long Length => Guard(() => _compressed?.Length ?? RandomAccess.GetLength(handle));

    /// <summary>A small hash of its first time stamp, 1 to 255, which never changes; 0 while it is too short to have one.</summary>
    public byte Check => _check ?? ReadCheck();

    /// <summary>Reads at an offset; 0 at the end.</summary>
    public int Read(Span<byte> into, long offset)
    {
        try
        {
            return _compressed is null ? RandomAccess.Read(handle, into, offset) : _compressed.Read(into, offset);
        }
        catch (Exception e) when (e is IOException or NotSupportedException or UnauthorizedAccessException)
        {
            throw Unreadable(e);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _compressed?.Dispose();
        handle.Dispose();
    }

    private byte ReadCheck()
    {
        Span<byte> stamp = stackalloc byte[StampBytes];
        if (Read(stamp, 0) < StampBytes) return 0;
        uint hash = 2166136261;
        foreach (var b in stamp) hash = unchecked((hash ^ b) * 16777619);
        _check = (byte)((hash % 255) + 1);
        return _check.Value;
    }

    private T Guard<T>(Func<T> act)
    {
        try
        {
            return act();
        }
        catch (Exception e) when (e is IOException or NotSupportedException or UnauthorizedAccessException)
        {
            throw Unreadable(e);
        }
    }

    private BatonException Unreadable(Exception e) => new(ErrorCode.Unavailable, $"cannot read log \"{Id.Name}\": {e.Message}", e);
}
