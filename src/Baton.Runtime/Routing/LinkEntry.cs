using System.Buffers;
using Baton.Runtime.Links;

namespace Baton.Runtime.Routing;

/// <summary>A link as the router has it. Of its thread, but for the figures, which anybody may read.</summary>
internal sealed class LinkEntry(Link link)
{
    private long _messages, _dropped;
    private int _waiting;
    private byte[]? _last;
    private int _lastLength;

    public Link Link { get; } = link;

    /// <summary>The local target; null: it is elsewhere, or not there any more.</summary>
    public Port? Target { get; set; }

    /// <summary>The remote target, as the kernel takes it; null: it is local.</summary>
    public byte[]? Address { get; } = link.To is LinkTarget.Remote remote ? DatagramSocket.Bytes(remote.Address) : null;

    /// <summary>The oldest and the newest of its messages that wait, in the queue of its target; -1: none.</summary>
    public int Oldest { get; set; } = -1;

    /// <inheritdoc cref="Oldest"/>
    public int Newest { get; set; } = -1;

    public int Waiting
    {
        get => Volatile.Read(ref _waiting);
        set => Volatile.Write(ref _waiting, value);
    }

    /// <summary>What it carried last, when that is kept; empty: nothing.</summary>
    public ReadOnlySpan<byte> Last => _last.AsSpan(0, _lastLength);

    public LinkFigures Figures => new(Link, Volatile.Read(ref _messages), Volatile.Read(ref _dropped), Waiting);

    public void CountMessage() => Volatile.Write(ref _messages, _messages + 1);

    public void CountDropped() => Volatile.Write(ref _dropped, _dropped + 1);

    /// <summary>Keeps what it carried for those who come later.</summary>
    public void Keep(ReadOnlySpan<byte> line)
    {
        if (_last is null || _last.Length < line.Length)
        {
            Forget();
            _last = ArrayPool<byte>.Shared.Rent(line.Length);
        }

        line.CopyTo(_last);
        _lastLength = line.Length;
    }

    public void Forget()
    {
        if (_last is not null) ArrayPool<byte>.Shared.Return(_last);
        (_last, _lastLength) = (null, 0);
    }
}
