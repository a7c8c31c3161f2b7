using System.Buffers;
using System.Net.Sockets;

namespace Baton.Runtime.Routing;

/// <summary>A process on the socket of an instance.</summary>
internal sealed class Connection(Port port, Socket socket, ulong key)
{
    private byte[]? _rest;
    private int _restLength;

    public Port Port { get; } = port;

    public Socket Socket { get; } = socket;

    public int Descriptor { get; } = (int)socket.Handle;

    /// <summary>By which it is told apart.</summary>
    public ulong Key { get; } = key;

    /// <summary>What it sent last; most senders send one type.</summary>
    public Route? LastRoute { get; set; }

    /// <summary>A line was too long, and is passed over up to its end.</summary>
    public bool IsSkipping { get; set; }

    /// <summary>What it asked for is being done.</summary>
    public bool IsAnswerOwed { get; set; }

    /// <summary>How many targets hold it back.</summary>
    public int Holders { get; set; }

    /// <summary>It takes what is sent.</summary>
    public bool CanWrite { get; set; } = true;

    public bool IsClosed { get; set; }

    /// <summary>It waits for its next turn, with lines that are here already.</summary>
    public bool IsReady { get; set; }

    /// <summary>It has sent all that it will.</summary>
    public bool HasEnded { get; set; }

    /// <summary>What is watched for, as told to the kernel.</summary>
    public (bool Reads, bool Writes) Interest { get; set; }

    public bool MayRead => !IsAnswerOwed && Holders == 0;

    /// <summary>Bytes that were received and not used.</summary>
    public ReadOnlySpan<byte> Rest => _rest.AsSpan(0, _restLength);

    public void Keep(ReadOnlySpan<byte> rest)
    {
        if (_rest is not null && (_rest.Length < rest.Length || rest.IsEmpty)) Forget();
        if (rest.IsEmpty) return;
        _rest ??= ArrayPool<byte>.Shared.Rent(rest.Length);
        rest.CopyTo(_rest);
        _restLength = rest.Length;
    }

    public void Forget()
    {
        if (_rest is not null) ArrayPool<byte>.Shared.Return(_rest);
        (_rest, _restLength) = (null, 0);
    }
}
