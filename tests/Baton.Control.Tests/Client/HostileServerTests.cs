using System.Net.Sockets;
using Baton.Client;
using Baton.TestKit;

namespace Baton.Control.Tests.Client;

/// <summary>What answers may not be a daemon: the client believes nothing and stores nothing without bound.</summary>
public class HostileServerTests
{
    private const string System =
        """{"version":"1","pid":1,"state_directory":"/s","listen":[],"started_at":"2026-01-01T00:00:00Z","state":"running","degraded":[]}""";

    public static TheoryData<string, string> InvalidAnswers => new()
    {
        { "not HTTP", "SSH-2.0-OpenSSH_9.2\r\n\r\n" },
        { "HTTP/1.0", $"HTTP/1.0 200 OK\r\nContent-Length: {System.Length}\r\n\r\n{System}" },
        { "no status", "HTTP/1.1 OK\r\n\r\n" },
        { "a status of 1000", "HTTP/1.1 1000 OK\r\n\r\n" },
        { "a status of 99", "HTTP/1.1 099 OK\r\n\r\n" },
        { "a header without name", "HTTP/1.1 200 OK\r\n: x\r\n\r\n" },
        { "a folded header", "HTTP/1.1 200 OK\r\nA: b\r\n c\r\nContent-Length: 0\r\n\r\n" },
        { "a space before the colon", "HTTP/1.1 200 OK\r\nContent-Length : 2\r\n\r\n{}" },
        { "two lengths", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}" },
        { "a negative length", "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n" },
        { "a length past a long", "HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\n" },
        { "a length of a terabyte", "HTTP/1.1 200 OK\r\nContent-Length: 1099511627776\r\n\r\n" },
        { "length and chunks", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n" },
        { "an unknown encoding", "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n" },
        { "neither length nor chunks", "HTTP/1.1 200 OK\r\n\r\n{}" },
        { "a chunk without size", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n\r\n{}\r\n0\r\n\r\n" },
        { "a negative chunk", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-2\r\n{}\r\n0\r\n\r\n" },
        { "a chunk size past an int", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFFF\r\n" },
        { "a chunk longer than its size", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n{}\r\n0\r\n\r\n" },
        { "a chunk line without end", $"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;{new string('x', 5000)}" },
        { "endless trailers", $"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n{string.Concat(Enumerable.Repeat("a: b\r\n", 100))}" },
        { "a huge head", $"HTTP/1.1 200 OK\r\nX: {new string('x', 100_000)}\r\n\r\n" },
        { "no JSON", "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nbaad" },
        { "null", "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nnull" },
        { "JSON of another shape", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}" },
        { "an error page", "HTTP/1.1 500 Oops\r\nContent-Type: text/html\r\nContent-Length: 4\r\n\r\n<h1>" },
        { "an error without a body", "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n" },
        { "a redirection", "HTTP/1.1 302 Found\r\nLocation: http://evil.example/\r\nContent-Length: 0\r\n\r\n" },
    };

    [Theory]
    [MemberData(nameof(InvalidAnswers))]
    public async Task An_answer_that_breaks_the_rules_is_refused(string what, string answer)
    {
        await using var server = new HostileServer(answer);
        var e = await Assert.ThrowsAsync<InvalidAnswerException>(() => BatonClient.Connect(server.Path).System.GetAsync().WaitAsync(Eventually.Limit));
        Assert.True(e.Message.Length < 1000, what);
    }

    [Theory]
    [InlineData("")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Le")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"version\":")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n64\r\n{\"ver")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n")]
    public async Task An_answer_that_ends_early_is_a_lost_connection_never_a_short_answer(string answer)
    {
        await using var server = new HostileServer(answer);
        await Assert.ThrowsAsync<ConnectionLostException>(() => BatonClient.Connect(server.Path).System.GetAsync().WaitAsync(Eventually.Limit));
    }

    [Fact]
    public async Task Chunks_of_any_size_with_extensions_and_trailers_are_read()
    {
        var chunks = string.Concat(System.Select(c => $"1;x=y\r\n{c}\r\n"));
        await using var server = new HostileServer($"HTTP/1.1 200 \r\ntransfer-encoding: CHUNKED\r\n\r\n{chunks}000\r\nA: b\r\n\r\n");
        Assert.Equal("1", (await BatonClient.Connect(server.Path).System.GetAsync().WaitAsync(Eventually.Limit)).Version);
    }

    [Fact]
    public async Task A_stream_that_breaks_off_is_a_lost_connection()
    {
        await using var server = new HostileServer(
            "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n9\r\n: idle\n\n\n\r\n0\r\n\r\n");
        await Assert.ThrowsAsync<ConnectionLostException>(async () =>
        {
            await foreach (var _ in BatonClient.Connect(server.Path).Events.FollowAsync(0))
            {
            }
        });
    }

    [Fact]
    public async Task An_event_without_end_is_refused_not_stored()
    {
        var much = new string('x', Baton.Client.Streams.ServerEventReader.MaxEventBytes + 100_000);
        await using var server = new HostileServer(
            $"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Length: {much.Length + 6L}\r\n\r\ndata: {much}");
        await Assert.ThrowsAsync<InvalidAnswerException>(async () =>
        {
            await foreach (var _ in BatonClient.Connect(server.Path).Logs.FollowAsync(new LogQuery()))
            {
            }
        });
    }

    [Fact]
    public async Task A_list_that_leads_to_itself_is_refused()
    {
        const string Page = """{"items":[],"next":"again"}""";
        await using var server = new HostileServer($"HTTP/1.1 200 OK\r\nContent-Length: {Page.Length}\r\n\r\n{Page}");
        await Assert.ThrowsAsync<InvalidAnswerException>(() => BatonClient.Connect(server.Path).Services.ListAsync().WaitAsync(Eventually.Limit));
    }

    [Fact]
    public async Task Names_and_cursors_cannot_add_anything_to_a_request()
    {
        await using var server = new HostileServer("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        var query = new LogQuery { Services = ["a\r\nX: y", "b&limit=9"], Cursor = "c\r\nHost: evil" };
        await Assert.ThrowsAsync<InvalidAnswerException>(() => BatonClient.Connect(server.Path).Logs.QueryAsync(query).WaitAsync(Eventually.Limit));
        Assert.Equal(
            "GET /api/v1/logs?service=a%0D%0AX%3A%20y&service=b%26limit%3D9&cursor=c%0D%0AHost%3A%20evil HTTP/1.1\r\n"
            + "Host: baton\r\nAccept: application/json\r\nConnection: close\r\n\r\n",
            server.Request);
    }

    [Fact]
    public async Task Nobody_at_the_socket_means_no_daemon()
    {
        using var folder = new TemporaryFolder();
        await Assert.ThrowsAsync<NoDaemonException>(() => BatonClient.Connect(folder["missing"]).System.GetAsync());
        await Assert.ThrowsAsync<NoDaemonException>(() => BatonClient.Connect(folder.Write("file", "")).System.GetAsync());
        await Assert.ThrowsAsync<NoDaemonException>(() => BatonClient.Connect(folder[new string('x', 200)]).System.GetAsync());
        using (var dead = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified)) dead.Bind(new UnixDomainSocketEndPoint(folder["dead"]));
        await Assert.ThrowsAsync<NoDaemonException>(() => BatonClient.Connect(folder["dead"]).System.GetAsync());
    }

    [Theory]
    [InlineData("https://127.0.0.1:8003")]
    [InlineData("http://user@127.0.0.1:8003")]
    [InlineData("http://127.0.0.1:8003/path")]
    [InlineData("ftp://127.0.0.1")]
    public void Only_plain_http_addresses_are_taken(string address) =>
        Assert.Throws<ArgumentException>(() => BatonClient.Connect(new Uri(address)));
}
