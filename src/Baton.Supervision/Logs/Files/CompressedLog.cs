using System.Buffers;
using Baton.Processes.Output.Compression;
using Microsoft.Win32.SafeHandles;

namespace Baton.Supervision.Logs.Files;

/// <summary>
/// The text of a compressed log (<see cref="LogMember"/>), read at any place: the members before it are stepped over, not unpacked, and
/// one is held unpacked. What another program compressed, or what is cut off, counts as not there.
/// </summary>
internal sealed class CompressedLog(SafeFileHandle handle) : IDisposable
{
    private readonly List<Member> _members = [];
    private byte[] _text = [];
    private int _unpacked = -1;
    private long _nextAt;
    private long _textEnd;
    private bool _isWhole;

    /// <summary>Bytes of text in it.</summary>
    public long Length
    {
        get
        {
            IndexTo(long.MaxValue);
            return _textEnd;
        }
    }

    /// <summary>Reads text at an offset, as much as there is room for; less only at the end.</summary>
    /// <exception cref="IOException">It cannot be read, or is damaged there.</exception>
    public int Read(Span<byte> into, long offset)
    {
        var had = 0;
        while (had < into.Length && MemberAt(offset + had) is >= 0 and var index)
        {
            Unpack(index);
            var (start, length) = ((int)(offset + had - _members[index].TextStart), _members[index].TextBytes);
            var count = Math.Min(length - start, into.Length - had);
            _text.AsSpan(start, count).CopyTo(into[had..]);
            had += count;
        }

        return had;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_text.Length > 0) ArrayPool<byte>.Shared.Return(_text);
        _text = [];
        _unpacked = -1;
    }

    private int MemberAt(long offset)
    {
        IndexTo(offset);
        if (offset >= _textEnd) return -1;
        var (low, high) = (0, _members.Count - 1);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (_members[middle].TextStart <= offset) low = middle;
            else high = middle - 1;
        }

        return low;
    }

    private void IndexTo(long offset)
    {
        Span<byte> header = stackalloc byte[LogMember.HeaderBytes];
        var end = _isWhole ? 0 : RandomAccess.GetLength(handle);
        while (!_isWhole && _textEnd <= offset)
        {
            var read = RandomAccess.Read(handle, header, _nextAt);
            if (!LogMember.TryReadHeader(header[..read], out var bytes, out var textBytes) || _nextAt + bytes > end)
            {
                _isWhole = true;
                return;
            }

            _members.Add(new Member(_nextAt, bytes, _textEnd, textBytes));
            (_nextAt, _textEnd) = (_nextAt + bytes, _textEnd + textBytes);
        }
    }

    private void Unpack(int index)
    {
        if (_unpacked == index) return;
        var member = _members[index];
        _unpacked = -1;
        if (_text.Length < member.TextBytes)
        {
            Dispose();
            _text = ArrayPool<byte>.Shared.Rent(member.TextBytes);
        }

        var bytes = ArrayPool<byte>.Shared.Rent(member.Bytes);
        try
        {
            var had = 0;
            while (had < member.Bytes && RandomAccess.Read(handle, bytes.AsSpan(had, member.Bytes - had), member.At + had) is > 0 and var read) had += read;
            LogMember.Read(bytes, had, _text.AsSpan(0, member.TextBytes));
            _unpacked = index;
        }
        catch (InvalidDataException e)
        {
            throw new IOException("it is damaged", e);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    private readonly record struct Member(long At, int Bytes, long TextStart, int TextBytes);
}
