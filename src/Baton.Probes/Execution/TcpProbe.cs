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
        }
        catch (SocketException e)
        {
            return Verdict.Trouble(SocketTrouble.Explain(e, spec.Host));
        }

        // Where nobody listens on a port that is given to outgoing connections, an attempt can be given just that port and meet itself.
        var isItself = Equals(socket.LocalEndPoint, socket.RemoteEndPoint);
        return isItself ? Verdict.Trouble("connection refused") : new Verdict(true, "connected");
    }
}
