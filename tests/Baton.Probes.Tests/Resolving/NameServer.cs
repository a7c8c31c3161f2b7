using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Baton.Probes.Tests.Resolving;

/// <summary>A DNS server on loopback that answers what a test wants, by datagram and by TCP on one port.</summary>
internal sealed class NameServer : IAsyncDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private readonly CancellationTokenSource _stop = new();
    private readonly StreamServer _tcp;
    private readonly Task _answering;

    /// <param name="answer">Gets the question; gives the datagrams to answer with, in their order.</param>
    /// <param name="answerTcp">The same by TCP, with the length before each to be written by the test's answer; null closes.</param>
    public NameServer(Func<byte[], byte[][]> answer, Func<byte[], byte[]>? answerTcp = null)
    {
        _tcp = new StreamServer(async (stream, cancel) =>
        {
            var head = new byte[2];
            await stream.ReadExactlyAsync(head, cancel);
            var question = new byte[BinaryPrimitives.ReadUInt16BigEndian(head)];
            await stream.ReadExactlyAsync(question, cancel);
            if (answerTcp is not null) await stream.WriteAsync(answerTcp(question), cancel);
        });
        // The number is free for datagrams too, but by an improbable chance.
        _socket.Bind(new IPEndPoint(IPAddress.Loopback, _tcp.Port));
        _answering = AnswerAsync(answer);
    }

    public int Port => _tcp.Port;

    /// <summary>An answer to a question: flags, the question again, and records as they are.</summary>
    public static byte[] Answer(byte[] question, ushort flags, params byte[][] records)
    {
        byte[] message = [.. question, .. records.SelectMany(r => r)];
        BinaryPrimitives.WriteUInt16BigEndian(message.AsSpan(2), flags);
        BinaryPrimitives.WriteUInt16BigEndian(message.AsSpan(6), (ushort)records.Length);
        return message;
    }

    /// <summary>A record of the name that was asked for, by a pointer to it.</summary>
    public static byte[] Record(ushort type, params byte[] data) => Record([0xc0, 12], type, data);

    public static byte[] Record(byte[] owner, ushort type, params byte[] data) =>
        [.. owner, (byte)(type >> 8), (byte)type, 0, 1, 0, 0, 0, 60, (byte)(data.Length >> 8), (byte)data.Length, .. data];

    /// <summary>A name in full.</summary>
    public static byte[] Name(string name) => [.. name.Split('.').SelectMany(label => (byte[])[(byte)label.Length, .. Encoding.ASCII.GetBytes(label)]), 0];

    /// <summary>A message as TCP carries it.</summary>
    public static byte[] Framed(byte[] message) => [(byte)(message.Length >> 8), (byte)(message.Length & 255), .. message];

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _answering;
        _socket.Dispose();
        await _tcp.DisposeAsync();
        _stop.Dispose();
    }

    private async Task AnswerAsync(Func<byte[], byte[][]> answer)
    {
        var buffer = new byte[4096];
        try
        {
            while (true)
            {
                var received = await _socket.ReceiveFromAsync(buffer, SocketFlags.None, new IPEndPoint(IPAddress.Any, 0), _stop.Token);
                foreach (var message in answer(buffer[..received.ReceivedBytes])) await _socket.SendToAsync(message, SocketFlags.None, received.RemoteEndPoint, _stop.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }
}
