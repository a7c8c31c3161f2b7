using System.Globalization;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;

namespace Baton.Containers.Tests;

/// <summary>An engine at a Unix socket that answers as a test says, one request a connection.</summary>
internal sealed partial class ScriptedEngine : IAsyncDisposable
{
    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<string, byte[]?> _answer;
    private readonly Task _accepting;

    /// <param name="socket">Where it listens.</param>
    /// <param name="answer">The bytes for a request such as <c>GET /containers/a/json</c>; null: nothing ever; empty: it breaks off.</param>
    public ScriptedEngine(string socket, Func<string, byte[]?> answer)
    {
        (Socket, _answer) = (socket, answer);
        _listener.Bind(new UnixDomainSocketEndPoint(socket));
        _listener.Listen();
        _accepting = AcceptAsync();
    }

    public string Socket { get; }

    /// <summary>A whole answer.</summary>
    public static byte[] Answer(int status, string body) => Answer(status, Encoding.UTF8.GetBytes(body));

    /// <inheritdoc cref="Answer(int, string)"/>
    public static byte[] Answer(int status, byte[] body) => [.. Head(status, body.Length), .. body];

    /// <summary>The head of an answer whose body is to follow.</summary>
    public static byte[] Head(int status, int length) =>
        Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"HTTP/1.1 {status} X\r\nConnection: close\r\nContent-Length: {length}\r\n\r\n"));

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _accepting;
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        var serving = new List<Task>();
        try
        {
            while (true) serving.Add(ServeAsync(await _listener.AcceptAsync(_stop.Token)));
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(serving);
        }
    }

    private async Task ServeAsync(Socket connection)
    {
        using var _ = connection;
        try
        {
            var request = await ReadAsync(connection);
            if (request.Length == 0) return;
            var answer = _answer(request);
            if (answer is not null) await connection.SendAsync(answer, _stop.Token);
            // Only a whole answer closes the connection; else the client waits for the rest.
            if (answer is null || IsCut(answer)) await connection.ReceiveAsync(new byte[1], _stop.Token);
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException)
        {
            // The client went away, or the test is over.
        }
    }

    private async Task<string> ReadAsync(Socket connection)
    {
        var text = new StringBuilder();
        var buffer = new byte[4096];
        while (!IsWhole(text.ToString()))
        {
            var read = await connection.ReceiveAsync(buffer, _stop.Token);
            if (read == 0) return "";
            text.Append(Encoding.ASCII.GetString(buffer, 0, read));
        }

        var line = text.ToString().Split("\r\n")[0];
        return line[..line.LastIndexOf(' ')];
    }

    private static bool IsCut(byte[] answer) => answer.Length > 0 && !IsWhole(Encoding.ASCII.GetString(answer));

    private static bool IsWhole(string message)
    {
        var end = message.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        if (end < 0) return false;
        var length = Length().Match(message[..end]);
        return message.Length - end - 4 >= (length.Success ? int.Parse(length.Groups[1].Value, CultureInfo.InvariantCulture) : 0);
    }

    [GeneratedRegex("Content-Length: ([0-9]+)", RegexOptions.IgnoreCase)]
    private static partial Regex Length();
}
