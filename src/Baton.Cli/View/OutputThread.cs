using System.Buffers;
using System.Collections.Concurrent;
using System.Threading.Channels;

namespace Baton.Cli.View;

/// <summary>
/// Writes to the terminal on a thread of its own: a terminal that is slow, stopped (Ctrl+S) or gone blocks this thread and whoever
/// feeds it, and nothing else of the process. The thread does not keep the process alive.
/// </summary>
internal sealed class OutputThread
{
    // A feeder gets ahead by this many pieces, then waits: the lines stay in the daemon's files, so that nothing is lost or piled up.
    private const int MaxPieces = 8;

    // A piece that grew beyond this is not kept for the next one.
    private const int MaxKeptBytes = 1 << 20;

    private readonly Stream _output;
    private readonly Channel<ArrayBufferWriter<byte>> _pieces =
        Channel.CreateBounded<ArrayBufferWriter<byte>>(new BoundedChannelOptions(MaxPieces) { SingleReader = true });
    private readonly ConcurrentQueue<ArrayBufferWriter<byte>> _free = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Begins to write.</summary>
    public OutputThread(Stream output)
    {
        _output = output;
        new Thread(Run) { IsBackground = true, Name = "output" }.Start();
    }

    /// <summary>Completes when all is written after <see cref="Complete"/>, or when nobody reads the output any more.</summary>
    public Task Ended => _ended.Task;

    /// <summary>An empty piece to fill.</summary>
    public ArrayBufferWriter<byte> Rent() => _free.TryDequeue(out var piece) ? piece : new ArrayBufferWriter<byte>(4096);

    /// <summary>Hands a filled piece over; waits while too many are unwritten. False when the output has ended.</summary>
    public async ValueTask<bool> WriteAsync(ArrayBufferWriter<byte> piece, CancellationToken ct)
    {
        try
        {
            await _pieces.Writer.WriteAsync(piece, ct);
            return true;
        }
        catch (ChannelClosedException)
        {
            return false;
        }
    }

    /// <summary>No more pieces come.</summary>
    public void Complete() => _pieces.Writer.TryComplete();

    private void Run()
    {
        try
        {
            // Blocking is this thread's purpose.
            while (_pieces.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
            {
                while (_pieces.Reader.TryRead(out var piece)) Write(piece);
            }
        }
        catch (IOException)
        {
            // The reader has gone, or the disk it goes to is full: the view ends here, what it shows goes on.
            _pieces.Writer.TryComplete();
        }

        _ended.SetResult();
    }

    private void Write(ArrayBufferWriter<byte> piece)
    {
        _output.Write(piece.WrittenSpan);
        if (piece.Capacity > MaxKeptBytes || _free.Count >= MaxPieces) return;
        piece.ResetWrittenCount();
        _free.Enqueue(piece);
    }
}
