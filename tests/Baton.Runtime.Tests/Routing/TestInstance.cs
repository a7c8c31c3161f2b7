using System.Net.Sockets;
using System.Text;
using Baton.Runtime.Instances;

namespace Baton.Runtime.Tests.Routing;

/// <summary>An instance's own side of its socket, by plain calls.</summary>
internal sealed class TestInstance(InstanceId id, string path) : IDisposable
{
    private const int PatienceMilliseconds = 30_000;

    private readonly List<byte> _received = [];
    private Socket? _socket;

    public InstanceId Id { get; } = id;

    public string Path { get; } = path;

    public Socket Socket => _socket!;

    public void Connect()
    {
        _socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified) { ReceiveTimeout = PatienceMilliseconds, SendTimeout = PatienceMilliseconds };
        _socket.Connect(new UnixDomainSocketEndPoint(Path));
    }

    public void Disconnect()
    {
        _socket?.Dispose();
        _socket = null;
        _received.Clear();
    }

    public void SendText(string text)
    {
        ReadOnlySpan<byte> bytes = Encoding.UTF8.GetBytes(text);
        while (!bytes.IsEmpty) bytes = bytes[Socket.Send(bytes)..];
    }

    public void SendLine(string line) => SendText(line + "\n");

    /// <summary>A message whose value is a number.</summary>
    public void SendMessage(int value, string type = "a::T") => SendLine(Message(value, type));

    public static string Message(int value, string type = "a::T") => $$$"""{"Storable":{"type_name":"{{{type}}}","value":"{{{value}}}"}}""";

    /// <summary>The next line, without its end; fails after a while.</summary>
    public string ReadLine()
    {
        var buffer = new byte[64 * 1024];
        while (true)
        {
            var end = _received.IndexOf((byte)'\n');
            if (end >= 0)
            {
                var line = Encoding.UTF8.GetString([.. _received[..end]]);
                _received.RemoveRange(0, end + 1);
                return line;
            }

            var count = Socket.Receive(buffer);
            if (count == 0) throw new EndOfStreamException("the router closed the connection");
            _received.AddRange(buffer[..count]);
        }
    }

    /// <summary>The numbers of the next messages.</summary>
    public int[] ReadValues(int count) => [.. Enumerable.Range(0, count).Select(_ => int.Parse(ReadLine().Split("\"value\":\"")[1].Split('"')[0], System.Globalization.CultureInfo.InvariantCulture))];

    public void Dispose() => _socket?.Dispose();
}
