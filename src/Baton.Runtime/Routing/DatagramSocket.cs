using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using Baton.Core;
using Baton.Processes.Native;
using Baton.Runtime.Addresses;
using Baton.Runtime.Links;

namespace Baton.Runtime.Routing;

/// <summary>The socket to other orchestrators, and who may send to it: this machine, targets of links, and those that were named. Of the router's thread.</summary>
internal sealed unsafe class DatagramSocket : IDisposable
{
    /// <summary>Most bytes of a datagram.</summary>
    public const int Longest = 2048;

    private const int AddressBytes = 128, AtPort = 2, AtIPv4 = 4, AtIPv6 = 8;

    private readonly Socket _socket;
    private readonly HashSet<(UInt128 Address, int? Port)> _named;
    private readonly HashSet<UInt128> _linked = [];
    private readonly byte[] _from = new byte[AddressBytes];
    private readonly byte[] _bytes = new byte[Longest + 1];

    /// <exception cref="BatonException">The address cannot be used.</exception>
    public DatagramSocket(IPEndPoint address, IReadOnlyList<PeerAddress> peers)
    {
        _named = [.. peers.Select(peer => (NumberOf(peer.Address), peer.Port))];
        _socket = new Socket(address.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            _socket.Bind(address);
        }
        catch (SocketException e)
        {
            _socket.Dispose();
            throw new BatonException(ErrorCode.Unavailable, $"cannot take messages of other orchestrators on {address}: {e.Message}", e);
        }

        Address = (IPEndPoint)_socket.LocalEndPoint!;
    }

    public IPEndPoint Address { get; }

    public int Descriptor => (int)_socket.Handle;

    /// <summary>An address as the kernel takes it.</summary>
    public static byte[] Bytes(IPEndPoint address)
    {
        var kernel = address.Serialize();
        return kernel.Buffer.Span[..kernel.Size].ToArray();
    }

    /// <summary>Targets of links may send.</summary>
    public void Know(IReadOnlyList<Link> links)
    {
        _linked.Clear();
        foreach (var link in links)
        {
            if (link.To is LinkTarget.Remote remote) _linked.Add(NumberOf(remote.Address.Address));
        }
    }

    /// <summary>False: it was not sent, and is not sent again.</summary>
    public bool Send(byte[] address, ReadOnlySpan<byte> datagram)
    {
        fixed (byte* to = address)
        fixed (byte* bytes = datagram) return Libc.sendto(Descriptor, bytes, datagram.Length, Libc.MSG_DONTWAIT | Libc.MSG_NOSIGNAL, to, (uint)address.Length) >= 0;
    }

    /// <summary>The next one that has come; false: there is none, or only the word that an earlier one of ours did not arrive.</summary>
    /// <param name="datagram">Its bytes, until the next; more than <see cref="Longest"/> when it is too long.</param>
    /// <param name="isKnown">Its sender may send.</param>
    public bool TryReceive(out ReadOnlySpan<byte> datagram, out bool isKnown)
    {
        var size = (uint)_from.Length;
        nint length;
        fixed (byte* from = _from)
        fixed (byte* bytes = _bytes) length = Libc.recvfrom(Descriptor, bytes, _bytes.Length, Libc.MSG_DONTWAIT, from, &size);
        datagram = _bytes.AsSpan(0, (int)Math.Max(0, length));
        isKnown = length >= 0 && IsKnown(_from);
        return length >= 0;
    }

    /// <summary>Who is at an address may send.</summary>
    /// <param name="kernelAddress">As the kernel gives it.</param>
    public bool IsKnown(ReadOnlySpan<byte> kernelAddress)
    {
        var isIPv4 = BitConverter.ToUInt16(kernelAddress) == (ushort)AddressFamily.InterNetwork;
        var number = isIPv4 ? Mapped(BinaryPrimitives.ReadUInt32BigEndian(kernelAddress[AtIPv4..])) : BinaryPrimitives.ReadUInt128BigEndian(kernelAddress[AtIPv6..]);
        var isLoopback = number == UInt128.One || (number >> 24) == (Mapped(0x7f00_0000) >> 24);
        return isLoopback || _linked.Contains(number) || _named.Contains((number, null)) || _named.Contains((number, BinaryPrimitives.ReadUInt16BigEndian(kernelAddress[AtPort..])));
    }

    public void Dispose() => _socket.Dispose();

    private static UInt128 NumberOf(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[16];
        address.MapToIPv6().TryWriteBytes(bytes, out _);
        return BinaryPrimitives.ReadUInt128BigEndian(bytes);
    }

    private static UInt128 Mapped(uint address) => ((UInt128)0xffff << 32) | address;
}
