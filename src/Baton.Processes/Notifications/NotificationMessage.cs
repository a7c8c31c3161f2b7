using Baton.Processes.Native;

namespace Baton.Processes.Notifications;

/// <summary>Takes messages from the socket that services report to, one at a time. One thread uses it.</summary>
internal sealed unsafe class NotificationMessage
{
    // The credentials, and as many descriptors as the kernel passes at most (253).
    private const int ControlBytes = 2048;

    private readonly byte[] _buffer = GC.AllocateUninitializedArray<byte>(ServiceNotification.LongestMessage, pinned: true);
    private readonly byte[] _control = GC.AllocateUninitializedArray<byte>(ControlBytes, pinned: true);
    private int _length;

    /// <summary>The process that sent the present message; 0 when it is in no namespace that we see.</summary>
    public int Sender { get; private set; }

    /// <summary>The present message did not fit and is cut.</summary>
    public bool IsTooLong { get; private set; }

    /// <summary>The present message.</summary>
    public ReadOnlySpan<byte> Text => _buffer.AsSpan(0, _length);

    /// <summary>
    /// Takes the next message, without a wait; false when there is none. Descriptors that come with one are closed by <paramref name="done"/>: whoever
    /// sent <c>BARRIER=1</c> waits for that, to know that everything before it was looked at.
    /// </summary>
    public bool TryTake(int descriptor, List<int> done)
    {
        Libc.MessageHeader header;
        fixed (byte* text = _buffer, control = _control)
        {
            var part = new Libc.MessagePart { Base = text, Length = _buffer.Length };
            header = new Libc.MessageHeader { Parts = &part, PartCount = 1, Control = control, ControlLength = ControlBytes };
            var got = Libc.recvmsg(descriptor, &header, Libc.MSG_DONTWAIT | Libc.MSG_CMSG_CLOEXEC);
            if (got < 0) return false;
            (_length, IsTooLong, Sender) = ((int)got, (header.Flags & Libc.MSG_TRUNC) != 0, 0);
            ReadControl(control, header.ControlLength, done);
        }

        return true;
    }

    private void ReadControl(byte* control, nint length, List<int> descriptors)
    {
        for (nint at = 0; at + sizeof(Libc.ControlHeader) <= length;)
        {
            var header = (Libc.ControlHeader*)(control + at);
            if (header->Length < sizeof(Libc.ControlHeader) || at + header->Length > length) return;
            var data = control + at + sizeof(Libc.ControlHeader);
            var bytes = header->Length - sizeof(Libc.ControlHeader);
            if (header->Level == Libc.SOL_SOCKET && header->Type == Libc.SCM_CREDENTIALS && bytes >= sizeof(Libc.SenderCredentials)) Sender = ((Libc.SenderCredentials*)data)->Pid;
            if (header->Level == Libc.SOL_SOCKET && header->Type == Libc.SCM_RIGHTS)
            {
                for (var i = 0; i < bytes / sizeof(int); i++) descriptors.Add(((int*)data)[i]);
            }

            at += (header->Length + (sizeof(nint) - 1)) & ~(nint)(sizeof(nint) - 1);
        }
    }
}
