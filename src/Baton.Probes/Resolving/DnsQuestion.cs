using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Baton.Probes.Addresses;
using Baton.Probes.Specs;

namespace Baton.Probes.Resolving;

/// <summary>One question to one server: by datagram, and by TCP when the answer does not fit in one.</summary>
internal sealed class DnsQuestion(string name, DnsRecordType type)
{
    // What does not fit in the 512 bytes that every server may send is said to be truncated; some send more all the same.
    private const int LargestDatagram = 4096;

    /// <exception cref="SocketException">It cannot be asked.</exception>
    /// <exception cref="FormatException">Its answer is against the rules.</exception>
    /// <exception cref="EndOfStreamException">It closed the connection.</exception>
    public async Task<DnsAnswer> AskAsync(IPAddress server, int port, CancellationToken cancel)
    {
        var id = (ushort)RandomNumberGenerator.GetInt32(ushort.MaxValue + 1);
        var query = DnsMessage.Query(id, name, type);
        var answer = await AskByDatagramAsync(new IPEndPoint(server, port), query, id, cancel);
        return answer.IsTruncated ? await AskByTcpAsync(server, port, query, id, cancel) : answer;
    }

    private async Task<DnsAnswer> AskByDatagramAsync(IPEndPoint server, byte[] query, ushort id, CancellationToken cancel)
    {
        using var socket = new Socket(server.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        // Connected, it takes nothing from others; its port is the kernel's choice, and new for each question.
        await socket.ConnectAsync(server, cancel);
        await socket.SendAsync(query, cancel);
        var buffer = new byte[LargestDatagram];
        while (true)
        {
            var length = await socket.ReceiveAsync(buffer, cancel);
            // What answers another question may be forged; the true answer can still come.
            if (DnsMessage.Answers(buffer.AsSpan(0, length), id, name, type)) return DnsMessage.Read(buffer.AsSpan(0, length), name, type);
        }
    }

    private async Task<DnsAnswer> AskByTcpAsync(IPAddress server, int port, byte[] query, ushort id, CancellationToken cancel)
    {
        // It was checked already: it is the address that has just answered.
        using var socket = await Reach.Open.ConnectAsync(server.ToString(), port, cancel);
        await using var stream = new NetworkStream(socket);
        var framed = new byte[2 + query.Length];
        BinaryPrimitives.WriteUInt16BigEndian(framed, (ushort)query.Length);
        query.CopyTo(framed, 2);
        await stream.WriteAsync(framed, cancel);
        await stream.ReadExactlyAsync(framed.AsMemory(0, 2), cancel);
        var message = new byte[BinaryPrimitives.ReadUInt16BigEndian(framed)];
        await stream.ReadExactlyAsync(message, cancel);
        if (!DnsMessage.Answers(message, id, name, type)) throw new FormatException("it is the answer to another question");
        return DnsMessage.Read(message, name, type) is { IsTruncated: false } answer ? answer : throw new FormatException("it is truncated by TCP too");
    }
}
