using Baton.Processes.Native;

namespace Baton.Processes.Guardian.Wire;

/// <summary>
/// Sends messages in the order they are given, from any thread, and lets nobody wait: what the socket does not take at once is kept and
/// sent by a thread that exists only then. What is kept is bounded; an other side that takes nothing for that long is given up.
/// </summary>
/// <typeparam name="T">A closed family of messages.</typeparam>
internal sealed class Outbox<T> : IDisposable
{
    /// <summary>Bytes that may wait, 64 MiB: a thousand launches of the largest usual size.</summary>
    public const int MostBytes = 64 << 20;

    private readonly Lock _gate = new();
    private readonly Queue<(byte[] Bytes, int[] Descriptors)> _waiting = new();
    private readonly WireWriter _writer;
    private readonly FrameSocket _socket;
    private readonly Action<WireWriter, T> _write;
    private readonly Action _drained;
    private long _waitingBytes;
    private Thread? _sender;
    private bool _isSending;
    private bool _isBroken;

    /// <param name="socket">Where to; not owned.</param>
    /// <param name="write">Puts a message into a frame.</param>
    /// <param name="drained">Told, on the sending thread, that nothing waits any more.</param>
    /// <param name="protocol">What the other end reads.</param>
    public Outbox(FrameSocket socket, Action<WireWriter, T> write, Action? drained = null, int protocol = GuardianWire.Protocol)
    {
        _writer = new WireWriter { Protocol = protocol };
        _socket = socket;
        _write = write;
        _drained = drained ?? (static () => { });
    }

    /// <summary>What the other end reads, from the next message on.</summary>
    public int Protocol
    {
        set
        {
            lock (_gate) _writer.Protocol = value;
        }
    }

    /// <summary>Something waits, since the other side does not take it.</summary>
    public bool IsWaiting => Volatile.Read(ref _waitingBytes) > 0;

    /// <summary>Sends a message, soon; does nothing when the other side has gone.</summary>
    /// <param name="message">What to send.</param>
    /// <param name="descriptors">Go with it; not owned.</param>
    /// <exception cref="WireException">It is too long.</exception>
    public void Send(T message, params ReadOnlySpan<int> descriptors)
    {
        lock (_gate)
        {
            if (_isBroken) return;
            _write(_writer, message);
            var sent = _isSending ? 0 : _socket.Send(_writer.Frame, descriptors, block: false);
            if (sent < 0) Break();
            else if (sent < _writer.Frame.Length) Keep(_writer.Frame[sent..].ToArray(), sent == 0 ? Doubles(descriptors) : []);
            _writer.Shrink();
        }
    }

    /// <summary>Sends nothing any more, and waits until nothing is being sent: the socket's number may soon be another one's.</summary>
    public void Dispose()
    {
        Thread? sender;
        lock (_gate)
        {
            Break();
            sender = _sender;
        }

        if (sender != Thread.CurrentThread) sender?.Join();
    }

    // The caller may close its own before ours are sent.
    private static int[] Doubles(ReadOnlySpan<int> descriptors)
    {
        var doubles = new int[descriptors.Length];
        for (var i = 0; i < doubles.Length; i++) doubles[i] = Libc.Duplicate(descriptors[i]);
        return doubles;
    }

    private void Keep(byte[] bytes, int[] descriptors)
    {
        _waiting.Enqueue((bytes, descriptors));
        if (_waitingBytes + bytes.Length > MostBytes)
        {
            Break();
            return;
        }

        Volatile.Write(ref _waitingBytes, _waitingBytes + bytes.Length);
        if (_isSending) return;
        _isSending = true;
        var sender = new Thread(SendWaiting, 256 * 1024) { IsBackground = true, Name = "baton guardian sends" };
        try
        {
            sender.Start();
            _sender = sender;
        }
        catch (Exception e) when (e is OutOfMemoryException or ThreadStartException)
        {
            // How .NET says that there are no more threads. Whoever sends must not die of it; the other side finds the end, and its successor is told all.
            Break();
        }
    }

    private void SendWaiting()
    {
        while (true)
        {
            (byte[] Bytes, int[] Descriptors) next;
            lock (_gate)
            {
                if (!_waiting.TryDequeue(out next))
                {
                    _isSending = false;
                    break;
                }
            }

            var sent = _socket.Send(next.Bytes, next.Descriptors, block: true);
            foreach (var descriptor in next.Descriptors) _ = Libc.close(descriptor);
            lock (_gate)
            {
                Volatile.Write(ref _waitingBytes, Math.Max(0, _waitingBytes - next.Bytes.Length));
                if (sent < 0) Break();
            }
        }

        _drained();
    }

    // What was kept is of no use to anybody: the next daemon is told the present state.
    private void Break()
    {
        _isBroken = true;
        while (_waiting.TryDequeue(out var kept))
        {
            foreach (var descriptor in kept.Descriptors) _ = Libc.close(descriptor);
        }

        Volatile.Write(ref _waitingBytes, 0);
        _socket.HangUp();
    }
}
