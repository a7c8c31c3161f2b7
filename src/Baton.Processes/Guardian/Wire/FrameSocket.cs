using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Baton.Processes.Native;

namespace Baton.Processes.Guardian.Wire;

/// <summary>One end of the socket pair: whole frames, and descriptors beside them. One thread receives; who sends is ordered by <see cref="Outbox{T}"/>.</summary>
internal sealed unsafe class FrameSocket : IDisposable
{
    /// <summary>What <see cref="TakeDescriptor"/> gives in the place of what this process had no room for.</summary>
    public const int LostDescriptor = -1;

    private const int UsualBytes = 16 * 1024, WantedSocketBytes = 512 * 1024, LengthBytes = 4, HangUpBoth = 2;

    private readonly Queue<int> _descriptors = new();
    private readonly Lock _gate = new();
    private readonly int _fd;
    private byte[] _buffer = new byte[UsualBytes];
    private int _begin;
    private int _end;
    private bool _isClosed;

    /// <param name="fd">A connected stream socket, which this owns.</param>
    public FrameSocket(int fd)
    {
        _fd = fd;
        var bytes = WantedSocketBytes;
        // A wish: the kernel gives less where its limit is lower, and then more has to wait here.
        _ = Libc.setsockopt(fd, Libc.SOL_SOCKET, Libc.SO_SNDBUF, &bytes, sizeof(int));
    }

    /// <summary>Makes a connected pair. Neither end is inherited.</summary>
    /// <exception cref="Core.BatonException">Unavailable.</exception>
    public static (int Own, int Other) Pair()
    {
        var ends = stackalloc int[2];
        return Libc.socketpair(Libc.AF_UNIX, Libc.SOCK_STREAM | Libc.SOCK_CLOEXEC, 0, ends) == 0
            ? (ends[0], ends[1])
            : throw new Core.BatonException(Core.ErrorCode.Unavailable, $"cannot make a socket pair: {Libc.LastError()}");
    }

    /// <summary>Blocks for the next frame, which is valid until the next call; false when the other side has closed or died.</summary>
    /// <exception cref="WireException">What came is no frame.</exception>
    public bool TryReceive(out ReadOnlySpan<byte> frame)
    {
        frame = default;
        while (true)
        {
            var had = _end - _begin;
            var length = had >= LengthBytes ? BinaryPrimitives.ReadInt32LittleEndian(_buffer.AsSpan(_begin)) : 0;
            if (length < 0 || length > WireReader.LongestFrame || (had >= LengthBytes && length == 0)) throw new WireException($"a frame of {length} bytes cannot be");
            if (had >= LengthBytes && had - LengthBytes >= length)
            {
                frame = _buffer.AsSpan(_begin + LengthBytes, length);
                _begin += LengthBytes + length;
                return true;
            }

            MakeRoom(LengthBytes + length);
            if (!Fill()) return false;
        }
    }

    /// <summary>
    /// The next descriptor that came, which the caller owns now; null when there is none. <see cref="LostDescriptor"/> where one came, and maybe more with
    /// the same message, while all that this process may have were in use.
    /// </summary>
    public int? TakeDescriptor() => _descriptors.TryDequeue(out var fd) ? fd : null;

    /// <summary>Sends as much as can be sent.</summary>
    /// <param name="bytes">What to send.</param>
    /// <param name="descriptors">Go with the first byte.</param>
    /// <param name="block">Wait until all is sent.</param>
    /// <returns>Bytes sent; -1 when nobody is at the other end.</returns>
    public int Send(ReadOnlySpan<byte> bytes, ReadOnlySpan<int> descriptors, bool block)
    {
        var sent = 0;
        while (sent < bytes.Length)
        {
            var n = SendOnce(bytes[sent..], sent == 0 ? descriptors : []);
            if (n > 0)
            {
                sent += (int)n;
                continue;
            }

            var error = Marshal.GetLastPInvokeError();
            if (error == Libc.Errno.EINTR) continue;
            if (error != Libc.Errno.EAGAIN) return -1;
            if (!block) return sent;
            var room = new Libc.PollDescriptor { Descriptor = _fd, Wanted = Libc.POLLOUT };
            _ = Libc.poll(&room, 1, -1);
        }

        return sent;
    }

    /// <summary>Lets both sides find the end; who blocks here returns.</summary>
    public void HangUp()
    {
        lock (_gate)
        {
            if (!_isClosed) _ = Libc.shutdown(_fd, HangUpBoth);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_isClosed) return;
            _isClosed = true;
            _ = Libc.close(_fd);
        }

        while (_descriptors.TryDequeue(out var fd))
        {
            if (fd != LostDescriptor) _ = Libc.close(fd);
        }
    }

    private void MakeRoom(int wanted)
    {
        var had = _end - _begin;
        // A single large launch must not keep its memory for ever.
        var size = Math.Max(wanted, UsualBytes);
        if (_buffer.Length < size || (_buffer.Length > UsualBytes && size == UsualBytes && had <= UsualBytes / 2))
        {
            var other = new byte[size];
            _buffer.AsSpan(_begin, had).CopyTo(other);
            _buffer = other;
        }
        else if (_begin > 0)
        {
            _buffer.AsSpan(_begin, had).CopyTo(_buffer);
        }

        (_begin, _end) = (0, had);
    }

    private bool Fill()
    {
        const int controlBytes = 16 + (GuardianWire.MostDescriptors * sizeof(int));
        var control = stackalloc byte[controlBytes];
        nint got;
        Libc.MessageHeader message;
        fixed (byte* start = &_buffer[_end])
        {
            var part = new Libc.MessagePart { Base = start, Length = _buffer.Length - _end };
            do
            {
                message = new Libc.MessageHeader { Parts = &part, PartCount = 1, Control = control, ControlLength = controlBytes };
                got = Libc.recvmsg(_fd, &message, Libc.MSG_CMSG_CLOEXEC);
            }
            while (got < 0 && Marshal.GetLastPInvokeError() == Libc.Errno.EINTR);
        }

        TakeDescriptors(message);
        // In its place among them: those after it belong to other messages.
        if ((message.Flags & Libc.MSG_CTRUNC) != 0) _descriptors.Enqueue(LostDescriptor);
        // Nobody has taken them: they came with messages that have none.
        if (_descriptors.Count > 2 * GuardianWire.MostDescriptors) throw new WireException("there are descriptors that belong to nothing");
        if (got <= 0) return false;
        _end += (int)got;
        return true;
    }

    private void TakeDescriptors(in Libc.MessageHeader message)
    {
        var header = (Libc.ControlHeader*)message.Control;
        if (message.ControlLength < sizeof(Libc.ControlHeader) || header->Level != Libc.SOL_SOCKET || header->Type != Libc.SCM_RIGHTS) return;
        var count = (int)(header->Length - sizeof(Libc.ControlHeader)) / sizeof(int);
        var numbers = (int*)(header + 1);
        for (var i = 0; i < count; i++) _descriptors.Enqueue(numbers[i]);
    }

    private nint SendOnce(ReadOnlySpan<byte> bytes, ReadOnlySpan<int> descriptors)
    {
        var space = sizeof(Libc.ControlHeader) + (((descriptors.Length * sizeof(int)) + 7) & ~7);
        var control = stackalloc byte[space];
        fixed (byte* start = bytes)
        {
            var part = new Libc.MessagePart { Base = start, Length = bytes.Length };
            var message = new Libc.MessageHeader { Parts = &part, PartCount = 1 };
            if (descriptors.Length > 0)
            {
                new Span<byte>(control, space).Clear();
                var length = sizeof(Libc.ControlHeader) + (descriptors.Length * sizeof(int));
                *(Libc.ControlHeader*)control = new Libc.ControlHeader { Length = length, Level = Libc.SOL_SOCKET, Type = Libc.SCM_RIGHTS };
                descriptors.CopyTo(new Span<int>(control + sizeof(Libc.ControlHeader), descriptors.Length));
                message.Control = control;
                message.ControlLength = space;
            }

            return Libc.sendmsg(_fd, &message, Libc.MSG_NOSIGNAL | Libc.MSG_DONTWAIT);
        }
    }
}
