using Baton.Health.History.Latency;

namespace Baton.Health.History.Buckets;

/// <summary>
/// What came of the probes of a range of time: successes with their latencies, failures, and the worst and best state. A failure's time is that of a limit or of
/// a refusal, and no latency.
/// </summary>
internal sealed class ResultBucket
{
    /// <summary>Bytes of the longest that is written.</summary>
    public const int MostBytes = (2 * Varint.MostBytes) + 1 + LatencyHistogram.MostBytes;

    /// <summary>The latencies of the successes.</summary>
    public LatencyHistogram Latency { get; private init; } = new();

    public long Successes => Latency.Count;

    public long Failures { get; private set; }

    /// <summary>Worst state after a probe; meaningless while there is none.</summary>
    public byte Lowest { get; private set; } = SingleResult.BestState;

    /// <summary>Best state after a probe.</summary>
    public byte Highest { get; private set; }

    public bool IsEmpty => Successes + Failures == 0;

    public void Add(in SingleResult result)
    {
        if (result.IsSuccess) Latency.Add(result.Took);
        else Failures++;
        See(Math.Min(result.State, SingleResult.BestState));
    }

    public void Merge(ResultBucket other)
    {
        if (other.IsEmpty) return;
        Latency.Merge(other.Latency);
        Failures += other.Failures;
        See(other.Lowest);
        See(other.Highest);
    }

    /// <summary>The same, to itself.</summary>
    public ResultBucket Copy()
    {
        var copy = new ResultBucket();
        copy.Merge(this);
        return copy;
    }

    /// <summary>Successes, failures, one byte for both states, then the latencies.</summary>
    public int Write(Span<byte> to)
    {
        var at = Varint.Write(to, Successes);
        at += Varint.Write(to[at..], Failures);
        to[at++] = (byte)((Lowest << 4) | Highest);
        return at + Latency.Write(to[at..]);
    }

    /// <summary>Reads what <see cref="Write"/> has written; null when it cannot have.</summary>
    public static ResultBucket? Read(ReadOnlySpan<byte> from)
    {
        if (!TryReadCounts(ref from, out var successes, out var failures) || from.IsEmpty) return null;
        var states = from[0];
        if (LatencyHistogram.Read(from[1..]) is not { } latency || latency.Count != successes) return null;
        return new ResultBucket { Latency = latency, Failures = failures, Lowest = (byte)(states >> 4), Highest = (byte)(states & 0xF) };
    }

    /// <summary>The first two numbers alone.</summary>
    public static bool TryReadCounts(ref ReadOnlySpan<byte> from, out long successes, out long failures)
    {
        failures = 0;
        return Varint.TryRead(ref from, out successes) && Varint.TryRead(ref from, out failures);
    }

    private void See(byte state) => (Lowest, Highest) = (Math.Min(Lowest, state), Math.Max(Highest, state));
}
