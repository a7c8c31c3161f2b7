namespace Baton.Supervision.Logs.Reading;

/// <summary>Merges the logs of several services by time; lines of one service keep their order even where the clock jumped.</summary>
internal sealed class LogMerge : IDisposable
{
    /// <summary>
    /// What one filling of a page reads at most without finding enough, in bytes, so that a rare stream cannot hold a reader for long.
    /// </summary>
    internal const long MaxScanBytes = 64 * 1024 * 1024;

    private readonly PriorityQueue<LogSource, (DateTime Time, int Index)> _heads = new();

    public LogMerge(IReadOnlyList<LogSource> sources) => Sources = sources;

    public IReadOnlyList<LogSource> Sources { get; }

    /// <summary>After <see cref="Fill"/>: it ended because the batch was full or enough was read, not because the logs ended.</summary>
    public bool HasMore { get; private set; }

    /// <summary>Fills a batch; called once.</summary>
    /// <param name="batch">What is filled.</param>
    /// <param name="maxScanBytes">What it reads at most, about, without finding enough.</param>
    /// <param name="ct">Ends it.</param>
    public void Fill(LogBatch batch, long maxScanBytes, CancellationToken ct)
    {
        var left = maxScanBytes;
        for (var i = 0; i < Sources.Count; i++) Enqueue(Sources[i], i, ref left, ct);
        while (!batch.IsFull && _heads.TryDequeue(out var source, out var at))
        {
            source.Take(batch);
            Enqueue(source, at.Index, ref left, ct);
        }

        HasMore |= _heads.Count > 0;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var source in Sources) source.Dispose();
    }

    private void Enqueue(LogSource source, int index, ref long left, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        var before = source.BytesRead;
        // At least a little each, or else the services after a large one would not be merged but left out.
        if (source.Advance(Math.Max(left, 64 * 1024))) _heads.Enqueue(source, (source.Time, index));
        else HasMore |= source.IsInterrupted;
        left -= source.BytesRead - before;
    }
}
