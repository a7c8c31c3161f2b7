namespace Baton.Health.History.Latency;

/// <summary>
/// How long answers took, counted in ranges (<see cref="LatencyBuckets"/>), and their sum. Only the ranges that hold something take memory. One thread at a time.
/// </summary>
public sealed class LatencyHistogram
{
    /// <summary>Bytes of the longest that is written.</summary>
    internal const int MostBytes = (2 * Varint.MostBytes * LatencyBuckets.Count) + Varint.MostBytes;

    private byte[] _indexes = new byte[2];
    private long[] _counts = new long[2];
    private int _used;

    /// <summary>How many latencies were counted.</summary>
    public long Count { get; private set; }

    /// <summary>All latencies together, in microseconds.</summary>
    public long SumMicroseconds { get; private set; }

    /// <summary>The ranges that hold something, in order: the number of the range, and how many.</summary>
    public IEnumerable<(int Bucket, long Count)> Ranges
    {
        get
        {
            for (var i = 0; i < _used; i++) yield return (_indexes[i], _counts[i]);
        }
    }

    /// <summary>Counts one; a negative one is none at all (0).</summary>
    public void Add(TimeSpan latency)
    {
        var took = latency < TimeSpan.Zero ? TimeSpan.Zero : latency;
        Add(LatencyBuckets.IndexOf(took), 1);
        SumMicroseconds += took.Ticks / TimeSpan.TicksPerMicrosecond;
    }

    /// <summary>Adds all that another one holds.</summary>
    public void Merge(LatencyHistogram other)
    {
        for (var i = 0; i < other._used; i++) Add(other._indexes[i], other._counts[i]);
        SumMicroseconds += other.SumMicroseconds;
    }

    /// <summary>The latency that the given part of all does not exceed; within 10 % from 0.1 ms to one hour. Null when there is none.</summary>
    /// <param name="part">Over 0 to 1: 0.95 for the 95th percentile.</param>
    public TimeSpan? Percentile(double part)
    {
        if (_used == 0) return null;
        var rank = Math.Max(1, (long)Math.Ceiling(part * Count));
        long seen = 0;
        var at = 0;
        while (at < _used - 1 && (seen += _counts[at]) < rank) at++;
        return TimeSpan.FromMilliseconds(LatencyBuckets.MiddleMilliseconds(_indexes[at]));
    }

    /// <summary>
    /// The sum, then a number for each range from the first on: twice its count, or, for a row of empty ones before one that is not, twice their number and 1.
    /// </summary>
    internal int Write(Span<byte> to)
    {
        var at = Varint.Write(to, SumMicroseconds);
        var next = 0;
        for (var i = 0; i < _used; i++)
        {
            var empty = _indexes[i] - next;
            if (empty > 0) at += Varint.Write(to[at..], (empty << 1) | 1);
            at += Varint.Write(to[at..], _counts[i] << 1);
            next = _indexes[i] + 1;
        }

        return at;
    }

    /// <summary>Reads what <see cref="Write"/> has written, to the end; null when it cannot have.</summary>
    internal static LatencyHistogram? Read(ReadOnlySpan<byte> from)
    {
        if (!Varint.TryRead(ref from, out var sum)) return null;
        var read = new LatencyHistogram { SumMicroseconds = sum };
        long next = 0;
        while (!from.IsEmpty)
        {
            if (!Varint.TryRead(ref from, out var number) || next >= LatencyBuckets.Count) return null;
            if ((number & 1) != 0) next += number >> 1;
            else if (number == 0) return null;
            else read.Add((int)next++, number >> 1);
        }

        return read;
    }

    private void Add(int bucket, long count)
    {
        var at = _used == 0 ? ~0 : Array.BinarySearch(_indexes, 0, _used, (byte)bucket);
        if (at < 0) Insert(at = ~at, bucket);
        _counts[at] += count;
        Count += count;
    }

    private void Insert(int at, int bucket)
    {
        if (_used == _indexes.Length)
        {
            Array.Resize(ref _indexes, _used * 2);
            Array.Resize(ref _counts, _used * 2);
        }

        Array.Copy(_indexes, at, _indexes, at + 1, _used - at);
        Array.Copy(_counts, at, _counts, at + 1, _used - at);
        (_indexes[at], _counts[at]) = ((byte)bucket, 0);
        _used++;
    }
}
