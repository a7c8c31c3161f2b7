using System.Net.Sockets;
using Baton.Probes.Addresses;
using Baton.Probes.Execution;
using Baton.Probes.Secure;
using Baton.Probes.Specs;

namespace Baton.Probes.Network;

/// <summary>Connects, says who it is where that is asked for, and sends <c>PING</c>.</summary>
internal sealed class RedisProbe(ProbeSpec.Redis spec, TimeSpan timeout, TimeProvider time, Reach reach) : IProbe
{
    public Task<ProbeResult> ExecuteAsync(CancellationToken cancel) => Attempt.RunAsync(time, timeout, new Peer(spec.Host, spec.Port), ConnectAsync, cancel);

    private async Task<Verdict> ConnectAsync(CancellationToken cancel)
    {
        var watch = new CertificateWatch(spec.Host, spec.IsInsecure);
        try
        {
            var socket = await reach.ConnectAsync(spec.Host, spec.Port, cancel);
            await using Stream stream = spec.UsesTls
                ? await TlsHandshake.OpenAsync(socket, spec.Host, watch, authorities: null, cancel)
                : new NetworkStream(socket, ownsSocket: true);
            return await AskAsync(stream, cancel) with { Expires = watch.Expires };
        }
        catch (Exception e) when (e is SocketException or IOException or FormatException)
        {
            return Explain(e) with { Expires = watch.Expires };
        }
    }

    private async Task<Verdict> AskAsync(Stream stream, CancellationToken cancel)
    {
        if (spec.Password is { } password)
        {
            await stream.WriteAsync(spec.User is { } user ? RedisReply.Command("AUTH", user, password) : RedisReply.Command("AUTH", password), cancel);
            if (await RedisReply.ReadAsync(stream, cancel) is { IsError: true } refused) return Refused(refused);
        }

        await stream.WriteAsync(RedisReply.Command("PING"), cancel);
        var reply = await RedisReply.ReadAsync(stream, cancel);
        if (reply.IsError) return Refused(reply);
        return reply.Text == "PONG" ? Verdict.Good("PONG") : Verdict.Trouble(FailureKind.Protocol, "no valid Redis answer: to PING it says neither PONG nor an error");
    }

    private static Verdict Refused(RedisReply reply) => Verdict.Bad(FailureKind.Status, reply.Name, reply.Explanation.Length > 0 ? $": {reply.Explanation}" : "");

    private Verdict Explain(Exception e) => e switch
    {
        SocketException x => SocketTrouble.VerdictOf(x, spec.Host),
        ForbiddenAddressException => Verdict.Trouble(FailureKind.Forbidden, e.Message),
        TlsException => Verdict.Trouble(FailureKind.Tls, e.Message),
        FormatException => Verdict.Trouble(FailureKind.Protocol, $"no valid Redis answer: {e.Message}"),
        { InnerException: SocketException x } => SocketTrouble.VerdictOf(x, spec.Host),
        _ => Verdict.Trouble(FailureKind.Closed, "the connection was closed before the answer was complete"),
    };
}
