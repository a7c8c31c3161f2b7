using System.Net;
using System.Net.Sockets;
using Baton.Control.Access;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;

namespace Baton.Control.Listening;

/// <summary>Notes who is at the other end of each connection, and closes those who may not.</summary>
internal static class PeerMark
{
    /// <summary>For connections of the Unix socket.</summary>
    public static ConnectionDelegate Unix(ConnectionDelegate next, Func<Socket, uint> userOf, uint own) => connection =>
    {
        var socket = connection.Features.Get<IConnectionSocketFeature>()?.Socket;
        if (socket is null || UserOf(socket, userOf) is not { } user || !Peer.IsAllowed(user, own))
        {
            connection.Abort(new ConnectionAbortedException("another user may not use this socket"));
            return Task.CompletedTask;
        }

        connection.Features.Set(new Peer($"uid {user}", IsLocalUser: true) { Role = Role.Operate });
        return next(connection);
    };

    /// <summary>For connections of the TCP address.</summary>
    public static ConnectionDelegate Tcp(ConnectionDelegate next) => connection =>
    {
        var address = (connection.RemoteEndPoint as IPEndPoint)?.Address;
        if (address is { IsIPv4MappedToIPv6: true }) address = address.MapToIPv4();
        connection.Features.Set(new Peer(address?.ToString() ?? "an unknown address", IsLocalUser: false) { Address = address });
        return next(connection);
    };

    private static uint? UserOf(Socket socket, Func<Socket, uint> userOf)
    {
        try
        {
            return userOf(socket);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // It has gone already; whoever it was is not answered.
            return null;
        }
    }
}
