using System.Net.Sockets;
using Baton.Probes.Addresses;
using Baton.Probes.Bodies;
using Baton.Probes.Execution;
using Baton.Probes.Specs;

namespace Baton.Probes.Network;

/// <summary>Connects, sends and looks at the answer where that is asked for, and closes.</summary>
internal sealed class TcpProbe(ProbeSpec.Tcp spec, TimeSpan timeout, TimeProvider time, Reach reach) : IProbe
{
    public Task<ProbeResult> ExecuteAsync(CancellationToken cancel) => Attempt.RunAsync(time, timeout, new Peer(spec.Host, spec.Port), ConnectAsync, cancel);

    private async Task<Verdict> ConnectAsync(CancellationToken cancel)
    {
        try
        {
            using var socket = await reach.ConnectAsync(spec.Host, spec.Port, cancel);
            if (spec.Send is null && spec.Expect is null) return Verdict.Good("connected");
            await using var stream = new NetworkStream(socket);
            if (spec.Send is { } sent) await stream.WriteAsync(sent.Bytes, cancel);
            return spec.Expect is { } wanted ? await JudgeAsync(stream, wanted, cancel) : Verdict.Good("connected");
        }
        catch (ForbiddenAddressException e)
        {
            return Verdict.Trouble(FailureKind.Forbidden, e.Message);
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.ConnectionReset && spec.Send is null && spec.Expect is null)
        {
            // It was accepted, which is all that was asked for.
            return Verdict.Good("connected");
        }
        catch (SocketException e)
        {
            return SocketTrouble.VerdictOf(e, spec.Host);
        }
        catch (IOException e) when (e.InnerException is SocketException inner)
        {
            return SocketTrouble.VerdictOf(inner, spec.Host);
        }
    }

    private static async Task<Verdict> JudgeAsync(Stream stream, Payload wanted, CancellationToken cancel)
    {
        using var answer = await CappedBody.ReadAsync(stream, cancel, bytes => bytes.Span.IndexOf(wanted.Bytes.Span) >= 0);
        if (answer.Bytes.Span.IndexOf(wanted.Bytes.Span) >= 0) return Verdict.Good("answered");
        if (!answer.IsWhole) return Verdict.Bad(FailureKind.Content, "answered", $", but the first {CappedBody.Cap / 1024} KiB do not contain {wanted}");
        return answer.Bytes.IsEmpty
            ? Verdict.Trouble(FailureKind.Closed, "the connection was closed without an answer")
            : Verdict.Bad(FailureKind.Content, "answered", $", but the answer does not contain {wanted}");
    }
}
