using System.Text;

namespace Baton.Processes.Programs;

/// <summary>The last bytes of a stream that may be endless.</summary>
internal sealed class OutputTail(int capacity)
{
    private readonly Lock _gate = new();
    private readonly byte[] _ring = new byte[capacity];
    private int _next;
    private bool _isFull;

    public void Append(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > capacity) bytes = bytes[^capacity..];
        lock (_gate)
        {
            var first = Math.Min(bytes.Length, capacity - _next);
            bytes[..first].CopyTo(_ring.AsSpan(_next));
            bytes[first..].CopyTo(_ring);
            _isFull |= _next + bytes.Length >= capacity;
            _next = (_next + bytes.Length) % capacity;
        }
    }

    /// <summary>What is kept, from the first whole character.</summary>
    public override string ToString()
    {
        byte[] kept;
        lock (_gate) kept = _isFull ? [.. _ring.AsSpan(_next), .. _ring.AsSpan(0, _next)] : _ring[.._next];
        var start = 0;
        // The beginning of the oldest character may have been overwritten: at most three bytes of it are left.
        while (_isFull && start < Math.Min(3, kept.Length) && (kept[start] & 0xc0) == 0x80) start++;
        return Encoding.UTF8.GetString(kept.AsSpan(start));
    }
}
