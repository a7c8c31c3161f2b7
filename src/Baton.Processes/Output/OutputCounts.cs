namespace Baton.Processes.Output;

/// <summary>
/// What all runs of a service have written, counted a batch at a time by the threads that carry it (a run may still be drained when the next one
/// writes) and read by any. It takes no lock, and never goes back while the pump lives.
/// </summary>
internal sealed class OutputCounts
{
    private Counts _stdout;
    private Counts _stderr;

    /// <summary>A batch is in the log.</summary>
    public void Written(OutputStream stream, int bytes, int lines)
    {
        ref var counts = ref Of(stream);
        Interlocked.Add(ref counts.Bytes, bytes);
        Interlocked.Add(ref counts.Lines, lines);
    }

    /// <summary>A batch was thrown away.</summary>
    public void Dropped(OutputStream stream, int bytes, int lines)
    {
        ref var counts = ref Of(stream);
        Interlocked.Add(ref counts.DroppedBytes, bytes);
        Interlocked.Add(ref counts.DroppedLines, lines);
    }

    /// <summary>What there is by now.</summary>
    /// <param name="service">Whose it is.</param>
    public OutputFigures Read(string service) => new(service, Read(ref _stdout), Read(ref _stderr));

    private static StreamFigures Read(ref Counts counts) => new(
        Interlocked.Read(ref counts.Bytes), Interlocked.Read(ref counts.Lines), Interlocked.Read(ref counts.DroppedBytes), Interlocked.Read(ref counts.DroppedLines));

    private ref Counts Of(OutputStream stream) => ref (stream == OutputStream.Stdout ? ref _stdout : ref _stderr);

    private struct Counts
    {
        public long Bytes;
        public long Lines;
        public long DroppedBytes;
        public long DroppedLines;
    }
}
