using System.Net.Sockets;

namespace Baton.Runtime.Routing;

/// <content>Sockets of instances, and who comes to them.</content>
internal sealed partial class RouterLoop
{
    private const int SolSocket = 1, SoPeerCred = 17;

    private readonly List<(Port Port, Socket? Connected)> _early = [];
    private bool _isBegun;

    private void Add(RouterCommand.Listen listen)
    {
        var port = new Port(listen.Id, listen.Listener, NextKey());
        _ports.Add(port.Id, port);
        _byKey.Add(port.Key, port);
        Links.Connect(_ports);
        ForgetRoutes();
        if (listen.Connected is { } connected) connected.Blocking = false;
        if (_isBegun) Look(port, listen.Connected);
        else _early.Add((port, listen.Connected));
    }

    private void Begin()
    {
        _isBegun = true;
        foreach (var (port, connected) in _early)
        {
            if (!port.IsGone) Look(port, connected);
        }

        _early.Clear();
    }

    private void Look(Port port, Socket? connected)
    {
        Listen(port, isListening: true);
        if (connected is not null) Connect(port, connected);
    }

    private void Remove(Instances.InstanceId id)
    {
        if (!_ports.Remove(id, out var port)) return;
        port.IsGone = true;
        if (port.Connection is { } connection) Close(connection);
        _delivery.Forget(port);
        Listen(port, isListening: false);
        _byKey.Remove(port.Key);
        port.Listener.Dispose();
        Links.Connect(_ports);
        ForgetRoutes();
    }

    private void Listen(Port port, bool isListening)
    {
        var descriptor = (int)port.Listener.Handle;
        // Taken out of the set it stays out: removing what is not in it is no error that matters.
        _epoll.Set(descriptor, port.Key, (!isListening, false), (isListening, false));
    }

    private void Accept(Port port)
    {
        Socket socket;
        try
        {
            socket = port.Listener.Accept();
        }
        catch (SocketException e)
        {
            // Whoever it was has gone again, or there is no descriptor left: the next one is told again.
            if (e.SocketErrorCode is not (SocketError.WouldBlock or SocketError.ConnectionAborted)) Notice(port, $"cannot accept a connection: {e.Message}");
            return;
        }

        if (!MayConnect(port, socket))
        {
            socket.Dispose();
            return;
        }

        _options.Kept?.Keep(KeptNames.Connection(port.Id), (int)socket.Handle);
        Connect(port, socket);
    }

    private void Connect(Port port, Socket socket)
    {
        var connection = new Connection(port, socket, NextKey());
        port.Connection = connection;
        _byKey.Add(connection.Key, connection);
        Listen(port, isListening: false);
        _delivery.Watch(connection);
        _delivery.Connected(port, Links.Entries);
    }

    private bool MayConnect(Port port, Socket socket)
    {
        Span<int> credentials = stackalloc int[3];
        try
        {
            socket.GetRawSocketOption(SolSocket, SoPeerCred, System.Runtime.InteropServices.MemoryMarshal.AsBytes(credentials));
        }
        catch (SocketException)
        {
            // It has gone already.
            return false;
        }

        var (process, user) = (credentials[0], unchecked((uint)credentials[1]));
        if (user != Processes.Native.Libc.geteuid() && user != 0)
        {
            Notice(port, $"process {process} of user {user} may not connect");
            return false;
        }

        if (!_options.IsOwnProcess(port.Id, process)) Notice(port, $"process {process}, which is not its own, is connected");
        return true;
    }

    private void Close(Connection connection)
    {
        if (connection.IsClosed) return;
        var port = connection.Port;
        _delivery.Disconnected(port);
        connection.IsClosed = true;
        _delivery.Watch(connection);
        _byKey.Remove(connection.Key);
        connection.Forget();
        foreach (var other in _ports.Values) other.HeldBack.RemoveAll(held => held.Sender == connection);
        if (!_isFollowed) _options.Kept?.LetGo(KeptNames.Connection(port.Id));
        connection.Socket.Dispose();
        port.Connection = null;
        if (!port.IsGone) Listen(port, isListening: true);
    }

    private void Notice(Port port, string text) => _events.Noticed(port.Id, text);
}
