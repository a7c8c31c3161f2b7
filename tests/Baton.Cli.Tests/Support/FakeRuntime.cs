using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Baton.Cli.Tests.Support;

/// <summary>A control socket of a runtime part with scripted answers: lines in, lines out, as many on a connection as come.</summary>
internal sealed class FakeRuntime : IAsyncDisposable
{
    private readonly Socket _listener;
    private readonly ConcurrentDictionary<string, Func<FakeRuntimeConnection, Task>> _answers = new();
    private readonly CancellationTokenSource _over = new();
    private readonly Task _accepting;

    private FakeRuntime(Socket listener, string address)
    {
        (_listener, Address) = (listener, address);
        _listener.Listen(16);
        _accepting = AcceptAsync();
    }

    /// <summary>What <c>--socket</c> is to be.</summary>
    public string Address { get; }

    /// <summary>The lines that came, with their ends.</summary>
    public ConcurrentQueue<string> Lines { get; } = new();

    /// <summary>How many have connected.</summary>
    public int Connections { get; private set; }

    public static FakeRuntime OnUnix(string path)
    {
        var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(path));
        return new FakeRuntime(listener, path);
    }

    public static FakeRuntime OnTcp()
    {
        var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return new FakeRuntime(listener, listener.LocalEndPoint!.ToString()!);
    }

    /// <summary>Answers a line with text.</summary>
    public FakeRuntime On(string line, string answer) => On(line, connection => connection.SendAsync(answer));

    /// <summary>Answers a line, or with <c>*</c> any that has no answer of its own.</summary>
    public FakeRuntime On(string line, Func<FakeRuntimeConnection, Task> answer)
    {
        _answers[line] = answer;
        return this;
    }

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        _listener.Dispose();
        await _accepting;
        _over.Dispose();
    }

    private async Task AcceptAsync()
    {
        var serving = new List<Task>();
        try
        {
            while (true)
            {
                var socket = await _listener.AcceptAsync(_over.Token);
                Connections++;
                serving.Add(ServeAsync(socket));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // It was closed.
        }

        await Task.WhenAll(serving);
    }

    private async Task ServeAsync(Socket socket)
    {
        await using var stream = new NetworkStream(socket, ownsSocket: true);
        var connection = new FakeRuntimeConnection(stream, _over.Token);
        try
        {
            while (!connection.IsClosed && await connection.ReadLineAsync() is { Length: > 0 } line)
            {
                Lines.Enqueue(line);
                if (_answers.TryGetValue(line.TrimEnd('\n'), out var answer) || _answers.TryGetValue("*", out answer)) await answer(connection);
                else await connection.SendAsync("""{"Err":["parsing request","the test expected another line"]}""" + "\n");
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            // The client has gone, or the test has.
        }
    }
}

/// <summary>One connection to the fake.</summary>
internal sealed class FakeRuntimeConnection(NetworkStream stream, CancellationToken over)
{
    /// <summary>Nothing more is read from it.</summary>
    public bool IsClosed { get; private set; }

    public Task SendAsync(string text) => SendAsync(Encoding.UTF8.GetBytes(text));

    public async Task SendAsync(byte[] bytes) => await stream.WriteAsync(bytes, over);

    /// <summary>Exactly so many bytes behind the line.</summary>
    public async Task<byte[]> ReadAsync(int count)
    {
        var bytes = new byte[count];
        await stream.ReadExactlyAsync(bytes, over);
        return bytes;
    }

    /// <summary>True when bytes are there that were not read.</summary>
    public bool HasMore => stream.DataAvailable;

    /// <summary>Everything up to the next line feed, or to the end.</summary>
    public async Task<string> ReadLineAsync()
    {
        var line = new List<byte>();
        var one = new byte[1];
        while (line is not [.., (byte)'\n'] && await stream.ReadAsync(one, over) > 0) line.Add(one[0]);
        return Encoding.UTF8.GetString([.. line]);
    }

    /// <summary>Says nothing until the test is over.</summary>
    public Task StayAsync() => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, over);

    /// <summary>Closes when the answer is done.</summary>
    public Task CloseAsync()
    {
        IsClosed = true;
        return Task.CompletedTask;
    }
}
