using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text;
using Baton.Probes.Specs;
using Baton.TestKit;

namespace Baton.Probes.Tests.Http;

public class WebSocketProbeTests
{
    [Fact]
    public async Task One_that_opens_is_a_success()
    {
        await using var server = Opening((_, _) => Task.CompletedTask);
        Asking.Succeeded(await Asking.AskAsync(Spec(server) with { Headers = [new("X-Key", "secret")] }), "opened after");
        Assert.Contains("X-Key: secret\r\n", Assert.Single(server.Requests), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_sent_must_be_answered_as_wanted()
    {
        await using var server = Opening(async (socket, cancel) =>
        {
            var buffer = new byte[100];
            var received = await socket.ReceiveAsync(buffer, cancel);
            await socket.SendAsync("welcome"u8.ToArray(), WebSocketMessageType.Text, true, cancel);
            await socket.SendAsync("you said "u8.ToArray(), WebSocketMessageType.Text, false, cancel);
            await socket.SendAsync(buffer.AsMemory(0, received.Count), WebSocketMessageType.Text, true, cancel);
            await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, cancel);
        });
        Asking.Succeeded(await Asking.AskAsync(Spec(server) with { Send = "hello", Expect = "you said hello" }), "answered after");
        Asking.Failed(await Asking.AskAsync(Spec(server) with { Send = "hello", Expect = "bye" }), FailureKind.Closed, "the WebSocket was closed before a message contained \"bye\"");
    }

    [Fact]
    public async Task Messages_without_end_and_a_message_without_end_are_given_up()
    {
        await using var many = Opening(async (socket, cancel) =>
        {
            while (true) await socket.SendAsync("tick"u8.ToArray(), WebSocketMessageType.Text, true, cancel);
        });
        Asking.Failed(await Asking.AskAsync(Spec(many) with { Expect = "x" }), FailureKind.Content, "none of 16 messages contains \"x\"");
        await using var large = Opening(async (socket, cancel) =>
        {
            while (true) await socket.SendAsync(new byte[4096], WebSocketMessageType.Binary, false, cancel);
        });
        Asking.Failed(await Asking.AskAsync(Spec(large) with { Expect = "x" }), FailureKind.Content, "the first 64 KiB of a longer message do not contain \"x\"");
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", FailureKind.Status, "HTTP 200 after")]
    [InlineData("HTTP/1.1 302 Found\r\nLocation: http://169.254.169.254/\r\nContent-Length: 0\r\n\r\n", FailureKind.Status, "HTTP 302 after")]
    [InlineData("HTTP/1.1 101 X\r\nUpgrade: websocket\r\nConnection: upgrade\r\nSec-WebSocket-Accept: wrong\r\n\r\n", FailureKind.Protocol, "no valid WebSocket answer")]
    [InlineData("SSH-2.0\r\n\r\n", FailureKind.Protocol, "no valid HTTP answer")]
    [InlineData("", FailureKind.Closed, "closed before the answer was complete")]
    public async Task Another_answer_is_a_failure(string answer, FailureKind kind, string detail)
    {
        await using var server = new RawServer(async (_, stream, cancel) =>
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes(answer), cancel);
            throw new IOException("hangs up");
        });
        Asking.Failed(await Asking.AskAsync(Spec(server)), kind, detail);
    }

    [Fact]
    public async Task A_frame_against_the_rules_and_a_lost_connection_are_failures()
    {
        await using var broken = Upgrading((stream, cancel) => stream.WriteAsync(new byte[] { 0xff, 1, 0x61 }, cancel).AsTask());
        Asking.Failed(await Asking.AskAsync(Spec(broken) with { Expect = "x" }), FailureKind.Protocol, "no valid WebSocket answer");
        await using var lost = Upgrading((_, _) => throw new IOException("hangs up"));
        Asking.Failed(await Asking.AskAsync(Spec(lost) with { Expect = "x" }), FailureKind.Closed, "closed before the answer was complete");
    }

    [Fact]
    public async Task Refused_and_silent_are_told_as_that()
    {
        var port = StreamServer.UnusedPort();
        Asking.Failed(await Asking.AskAsync(new ProbeSpec.WebSocket(new Uri($"ws://127.0.0.1:{port}/"))), FailureKind.Refused, "connection refused");
        await using var silent = Opening((_, cancel) => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancel));
        Asking.Failed(await Asking.AskAsync(Spec(silent) with { Expect = "x" }, TimeSpan.FromMilliseconds(500)), FailureKind.Timeout, "timeout after 500 ms");
    }

    private static ProbeSpec.WebSocket Spec(RawServer server) => new(new Uri($"ws://127.0.0.1:{server.Port}/live"));

    private static RawServer Opening(Func<WebSocket, CancellationToken, Task> serve) => Upgrading(async (stream, cancel) =>
    {
        using var socket = WebSocket.CreateFromStream(stream, new WebSocketCreationOptions { IsServer = true });
        try
        {
            await serve(socket, cancel);
            // Until the probe has gone.
            while (socket.State is WebSocketState.Open or WebSocketState.CloseSent) await socket.ReceiveAsync(new byte[100], cancel);
            throw new IOException("there is no other request on this connection");
        }
        catch (WebSocketException e)
        {
            throw new IOException("the probe has hung up", e);
        }
    });

    private static RawServer Upgrading(Func<Stream, CancellationToken, Task> serve) => new(async (head, stream, cancel) =>
    {
        var key = head.Split("\r\n").Single(l => l.StartsWith("Sec-WebSocket-Key: ", StringComparison.OrdinalIgnoreCase))[19..];
#pragma warning disable CA5350 // The protocol asks for it; nothing is kept secret by it.
        var accept = Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")));
#pragma warning restore CA5350
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 101 X\r\nUpgrade: websocket\r\nConnection: upgrade\r\nSec-WebSocket-Accept: {accept}\r\n\r\n"), cancel);
        await serve(stream, cancel);
    });
}
