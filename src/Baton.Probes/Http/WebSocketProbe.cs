using System.Buffers;
using System.Net;
using System.Net.WebSockets;
using System.Text;
using Baton.Probes.Bodies;
using Baton.Probes.Execution;
using Baton.Probes.Specs;

namespace Baton.Probes.Http;

/// <summary>Opens a WebSocket, sends and waits for a message where that is asked for, and closes it.</summary>
internal sealed class WebSocketProbe(ProbeSpec.WebSocket spec, TimeSpan timeout, TimeProvider time, ProbeClient client) : IProbe
{
    private const int MostMessages = 16;

    private readonly byte[]? _wanted = spec.Expect is { } text ? Encoding.UTF8.GetBytes(text) : null;

    public Task<ProbeResult> ExecuteAsync(CancellationToken cancel) => Attempt.RunAsync(time, timeout, Peer.Of(spec.Url), AskAsync, cancel);

    private async Task<Verdict> AskAsync(CancellationToken cancel)
    {
        using var socket = new ClientWebSocket();
        socket.Options.KeepAliveInterval = TimeSpan.Zero;
        socket.Options.CollectHttpResponseDetails = true;
        try
        {
            foreach (var (name, value) in spec.Headers) socket.Options.SetRequestHeader(name, value);
            await client.CheckBehindProxyAsync(spec.Url, cancel);
            await socket.ConnectAsync(spec.Url, client.Invoker, cancel);
            if (spec.Send is { } text) await socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, endOfMessage: true, cancel);
            var verdict = _wanted is null ? Verdict.Good("opened") : await JudgeAsync(socket, _wanted, cancel);
            if (verdict.Failure is null) await TakeLeaveAsync(socket, cancel);
            return verdict;
        }
        catch (Exception e) when (e is WebSocketException or HttpRequestException or IOException or ArgumentException)
        {
            return Explain(e, socket.HttpStatusCode);
        }
    }

    private async Task<Verdict> JudgeAsync(ClientWebSocket socket, byte[] wanted, CancellationToken cancel)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(CappedBody.Cap);
        try
        {
            for (var messages = 0; messages < MostMessages; messages++)
            {
                var (length, isWhole, isClosing) = await ReadMessageAsync(socket, buffer, cancel);
                if (isClosing) return Verdict.Trouble(FailureKind.Closed, $"the WebSocket was closed before a message contained \"{spec.Expect}\"");
                if (buffer.AsSpan(0, length).IndexOf(wanted) >= 0) return Verdict.Good("answered");
                if (!isWhole) return Verdict.Bad(FailureKind.Content, "answered", $", but the first {CappedBody.Cap / 1024} KiB of a longer message do not contain \"{spec.Expect}\"");
            }

            return Verdict.Bad(FailureKind.Content, "answered", $", but none of {MostMessages} messages contains \"{spec.Expect}\"");
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static async Task<(int Length, bool IsWhole, bool IsClosing)> ReadMessageAsync(ClientWebSocket socket, byte[] buffer, CancellationToken cancel)
    {
        for (var length = 0; ;)
        {
            var part = await socket.ReceiveAsync(buffer.AsMemory(length, CappedBody.Cap - length), cancel);
            if (part.MessageType == WebSocketMessageType.Close) return (0, true, true);
            length += part.Count;
            if (part.EndOfMessage || length == CappedBody.Cap) return (length, part.EndOfMessage, false);
        }
    }

    private static async Task TakeLeaveAsync(ClientWebSocket socket, CancellationToken cancel)
    {
        try
        {
            await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, cancel);
        }
        catch (WebSocketException)
        {
            // It has answered well, and has hung up since.
        }
    }

    private Verdict Explain(Exception e, HttpStatusCode status)
    {
        if (e is ArgumentException) return Verdict.Trouble(FailureKind.Unable, $"a header cannot be sent: {e.Message}");
        if (status is not 0 and not HttpStatusCode.SwitchingProtocols) return Verdict.Bad(FailureKind.Status, $"HTTP {(int)status}", ", which opens no WebSocket");
        if (e is WebSocketException { InnerException: HttpRequestException or IOException } wrapped) e = wrapped.InnerException!;
        if (e is not WebSocketException) return HttpTrouble.VerdictOf(e, spec.Url.Host);
        return e is WebSocketException { WebSocketErrorCode: WebSocketError.ConnectionClosedPrematurely }
            ? Verdict.Trouble(FailureKind.Closed, "the connection was closed before the answer was complete")
            : Verdict.Trouble(FailureKind.Protocol, $"no valid WebSocket answer: {e.Message}");
    }
}
