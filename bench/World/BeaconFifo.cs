using System.Runtime.InteropServices;
using System.Threading.Channels;

namespace Baton.Bench.World;

/// <summary>The FIFO to which services report their start.</summary>
internal sealed class BeaconFifo : IAsyncDisposable
{
    private const int Size = 16;

    // Unbounded: each report stands for a process that a scenario started.
    private readonly Channel<Beacon> _reports = Channel.CreateUnbounded<Beacon>();
    private readonly FileStream _fifo;
    private readonly Task _reader;

    public BeaconFifo(string path)
    {
        Path = path;
        Native.MakeFifo(path);
        // Open for writing too, so that there is neither an end nor a moment without a reader.
        _fifo = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, bufferSize: 0);
        _reader = Task.Factory.StartNew(ReadReports, TaskCreationOptions.LongRunning);
    }

    public string Path { get; }

    public async Task<Beacon> NextAsync(TimeSpan limit, CancellationToken stop)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(stop);
        timeout.CancelAfter(limit);
        try
        {
            return await _reports.Reader.ReadAsync(timeout.Token);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            throw new TimeoutException($"no service started within {limit.TotalSeconds} s");
        }
    }

    public async Task<List<Beacon>> NextAsync(int count, TimeSpan limit, CancellationToken stop)
    {
        var reports = new List<Beacon>(count);
        while (reports.Count < count) reports.Add(await NextAsync(limit, stop));
        return reports;
    }

    public async ValueTask DisposeAsync()
    {
        // A report of nobody ends the reader, which no cancellation reaches in its read.
        _fifo.Write(new byte[Size]);
        await _reader;
        await _fifo.DisposeAsync();
    }

    private void ReadReports()
    {
        Span<byte> bytes = stackalloc byte[Size];
        while (true)
        {
            _fifo.ReadExactly(bytes);
            var report = MemoryMarshal.Read<Beacon>(bytes);
            if (report.Pid == 0) return;
            _reports.Writer.TryWrite(report);
        }
    }
}
