using System.Globalization;
using System.Text;

namespace Baton.Cli.Tests.Support;

/// <summary>One request to the fake daemon, and the way to answer it.</summary>
internal sealed record FakeExchange(Stream Connection, string Method, string Target, string Body, CancellationToken Over)
{
    /// <summary>Where a stream is to go on; null when nothing is said.</summary>
    public string? LastEventId { get; private init; }

    public static async Task<FakeExchange> ReadAsync(Stream connection, CancellationToken over)
    {
        var head = new List<byte>();
        var one = new byte[1];
        while (!EndsHead(head) && await connection.ReadAsync(one, over) > 0) head.Add(one[0]);
        var lines = Encoding.ASCII.GetString([.. head]).Split("\r\n");
        var length = lines.Where(line => line.StartsWith("Content-Length: ", StringComparison.OrdinalIgnoreCase))
            .Select(line => int.Parse(line.AsSpan(16), CultureInfo.InvariantCulture)).FirstOrDefault();
        var body = new byte[length];
        await connection.ReadExactlyAsync(body, over);
        var first = lines[0].Split(' ');
        return new FakeExchange(connection, first[0], first.Length > 1 ? first[1] : "", Encoding.UTF8.GetString(body), over)
        {
            LastEventId = lines.FirstOrDefault(line => line.StartsWith("Last-Event-ID: ", StringComparison.OrdinalIgnoreCase))?[15..],
        };
    }

    public Task AnswerAsync(int status, string json) => SendAsync(
        $"HTTP/1.1 {status} X\r\nContent-Type: {(status < 300 ? "application/json" : "application/problem+json")}\r\n" +
        $"Content-Length: {Encoding.UTF8.GetByteCount(json)}\r\nConnection: close\r\n\r\n{json}");

    public Task BeginStreamAsync() => SendAsync("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n");

    public Task SendEventAsync(string name, string json, string? id = null)
    {
        var text = $"event: {name}\n{(id is null ? "" : $"id: {id}\n")}data: {json}\n\n";
        return SendAsync($"{Encoding.UTF8.GetByteCount(text):x}\r\n{text}\r\n");
    }

    /// <summary>Keeps the connection open until the test is over.</summary>
    public Task StayAsync() => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, Over);

    private async Task SendAsync(string text) => await Connection.WriteAsync(Encoding.UTF8.GetBytes(text), Over);

    private static bool EndsHead(List<byte> head) => head.Count >= 4 && head[^4..] is [13, 10, 13, 10];
}
