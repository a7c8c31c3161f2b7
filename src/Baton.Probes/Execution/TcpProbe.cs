using System.Net.Sockets;
using Baton.Probes.Specs;

namespace Baton.Probes.Execution;

/// <summary>Connects and closes.</summary>
internal sealed class TcpProbe(ProbeSpec.Tcp spec, TimeSpan timeout, TimeProvider time) : IProbe
{
    public Task<ProbeResult> ExecuteAsync(CancellationToken cancel) => Attempt.RunAsync(time, timeout, ConnectAsync, cancel);

    private async Task<Verdict> ConnectAsync(CancellationToken cancel)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(spec.Host, spec.Port, cancel);
            // Where nobody listens on a port that is given to outgoing connections, an attempt can be given just that port and meet itself.
            if (Equals(socket.LocalEndPoint, socket.RemoteEndPoint)) return Verdict.Trouble("connection refused");
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.NotConnected)
        {
            // It was accepted, and reset before the other end could be asked for.
        }
        catch (SocketException e)
        {
            return Verdict.Trouble(SocketTrouble.Explain(e, spec.Host));
        }

        return new Verdict(true, "connected");
    }
}
