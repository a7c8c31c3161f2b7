using System.Buffers.Binary;
using System.Net.Sockets;

namespace Baton.Probes.Network;

/// <summary>ICMP echo requests and their replies, of version 4 (RFC 792) and 6 (RFC 4443).</summary>
internal static class EchoMessage
{
    /// <summary>Type, code, checksum, identifier, sequence number: 8 bytes, before what is echoed.</summary>
    public const int Head = 8;

    private const byte Request4 = 8, Reply4 = 0, Request6 = 128, Reply6 = 129;

    /// <summary>A request with the sequence number 1.</summary>
    public static byte[] Request(AddressFamily family, ushort id, ReadOnlySpan<byte> echoed)
    {
        var message = new byte[Head + echoed.Length];
        message[0] = family == AddressFamily.InterNetwork ? Request4 : Request6;
        BinaryPrimitives.WriteUInt16BigEndian(message.AsSpan(4), id);
        BinaryPrimitives.WriteUInt16BigEndian(message.AsSpan(6), 1);
        echoed.CopyTo(message.AsSpan(Head));
        // That of version 6 covers the addresses too; the kernel writes it.
        if (family == AddressFamily.InterNetwork) BinaryPrimitives.WriteUInt16BigEndian(message.AsSpan(2), Checksum(message));
        return message;
    }

    /// <summary>A packet is the reply to the request with just these bytes, which are random. The identifier is not looked at: a ping socket has its own.</summary>
    /// <param name="family">The version.</param>
    /// <param name="packet">What was received.</param>
    /// <param name="hasIpHeader">The header of IP comes first, as raw sockets of version 4 give it.</param>
    /// <param name="echoed">What was sent to be echoed.</param>
    public static bool IsReply(AddressFamily family, ReadOnlySpan<byte> packet, bool hasIpHeader, ReadOnlySpan<byte> echoed)
    {
        if (hasIpHeader)
        {
            var header = packet.IsEmpty ? 0 : (packet[0] & 0x0f) * 4;
            if (header < 20 || packet.Length < header) return false;
            packet = packet[header..];
        }

        return packet.Length >= Head && packet[0] == (family == AddressFamily.InterNetwork ? Reply4 : Reply6) && packet[1] == 0 && packet[Head..].SequenceEqual(echoed);
    }

    /// <summary>The checksum of the internet protocols (RFC 1071), with its own field as zero.</summary>
    public static ushort Checksum(ReadOnlySpan<byte> message)
    {
        uint sum = 0;
        for (; message.Length > 1; message = message[2..]) sum += BinaryPrimitives.ReadUInt16BigEndian(message);
        if (message.Length == 1) sum += (uint)message[0] << 8;
        while (sum >> 16 != 0) sum = (sum & 0xffff) + (sum >> 16);
        return (ushort)(~sum & 0xffff);
    }
}
