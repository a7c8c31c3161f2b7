using System.Collections.Concurrent;
using Baton.Processes.Output;
using Baton.Runtime.Instances;

namespace Baton.Runtime.Routing;

/// <summary>
/// The router's thread. It owns sockets, links and queues, and never waits for anything but the kernel's word that there is something to do: a receiver that takes nothing
/// costs it nothing. A turn reads at most one piece of each sender that has something, then sends all that came of it.
/// </summary>
internal sealed partial class RouterLoop : IDisposable
{
    private const int ReadBytes = 64 * 1024;
    private const ulong DatagramKey = EpollSet.WakeKey - 1;

    private readonly EpollSet _epoll = new();
    private readonly ConcurrentQueue<RouterCommand> _commands = [];
    private readonly Dictionary<InstanceId, Port> _ports = [];
    private readonly Dictionary<ulong, object> _byKey = [];
    private readonly List<Connection> _ready = [];
    private readonly List<Connection> _turn = [];
    private readonly RouterOptions _options;
    private readonly IRouterEvents _events;
    private readonly Delivery _delivery;
    private readonly IpcReader _reader;
    private readonly byte[] _input;
    private readonly byte[] _line;
    private readonly RouterTally _tally;
    private readonly DatagramSocket? _datagrams;
    private readonly IpcReader _datagramReader;
    private ulong _lastKey;
    private volatile bool _isStopping, _isFollowed;

    public RouterLoop(RouterOptions options, IRouterEvents events, RouterTally tally, DatagramSocket? datagrams)
    {
        (_options, _events, _tally, _datagrams) = (options, events, tally, datagrams);
        _delivery = new Delivery(_epoll, options.Line + 1, Resume);
        _reader = new IpcReader(options.Line);
        _input = GC.AllocateUninitializedArray<byte>((ReadBytes * 2) + options.Line, pinned: true);
        _line = new byte[options.Line + 64];
        _datagramReader = new IpcReader(DatagramSocket.Longest);
        if (_datagrams is not null) _epoll.Set(_datagrams.Descriptor, DatagramKey, (false, false), (true, false));
    }

    public RouterLinks Links { get; } = new();

    public void Post(RouterCommand command)
    {
        _commands.Enqueue(command);
        _epoll.Wake();
    }

    public void Stop()
    {
        _isStopping = true;
        _epoll.Wake();
    }

    /// <summary>As <see cref="Stop"/>, and what is kept stays so.</summary>
    public void Leave()
    {
        _isFollowed = true;
        Stop();
    }

    public void Run()
    {
        while (!_isStopping) Turn();
    }

    public void Dispose()
    {
        foreach (var id in _ports.Keys.ToList()) Remove(id);
        _epoll.Dispose();
    }

    private void Turn()
    {
        var count = _epoll.Wait(_ready.Count > 0);
        // The wake-up is taken back before commands are looked for: one that comes from now on wakes anew.
        for (var i = 0; i < count; i++)
        {
            if (_epoll.KeyOf(i) == EpollSet.WakeKey) _epoll.Awake();
        }

        // First: whoever was told that a link holds may have sent a message by it since.
        while (_commands.TryDequeue(out var command)) Do(command);
        for (var i = 0; i < count; i++) Look(i);
        _turn.AddRange(_ready);
        _ready.Clear();
        foreach (var sender in _turn) Continue(sender);
        _turn.Clear();
        _delivery.Flush();
    }

    private void Look(int index)
    {
        var key = _epoll.KeyOf(index);
        if (key == DatagramKey)
        {
            Receive(_datagrams!);
            return;
        }

        // A command or an earlier event of this turn may have closed it.
        if (!_byKey.TryGetValue(key, out var known)) return;
        if (known is Port port) Accept(port);
        else if (known is Connection connection) Look(connection, index);
    }

    private void Look(Connection connection, int index)
    {
        var (reads, _) = connection.Interest;
        if (_epoll.IsWritable(index)) _delivery.Drain(connection.Port);
        if (reads && _epoll.IsReadable(index) && connection.MayRead) Read(connection);
        // An error that is told while nothing is read shows itself when something is written, and is told without end until then.
        else if (!reads && !_epoll.IsWritable(index)) _delivery.Drain(connection.Port);
    }

    private void Do(RouterCommand command)
    {
        switch (command)
        {
            case RouterCommand.Begin:
                Begin();
                break;
            case RouterCommand.Listen listen:
                Add(listen);
                listen.Done.SetResult();
                break;
            case RouterCommand.Remove remove:
                Remove(remove.Id);
                remove.Done.SetResult();
                break;
            case RouterCommand.SetLinks set:
                Links.Set(set.Links, _ports);
                _datagrams?.Know(set.Links);
                ForgetRoutes();
                set.Done.SetResult();
                break;
            case RouterCommand.Answer answer when _ports.TryGetValue(answer.Asked, out var port):
                Answer(port, answer.Line);
                break;
        }
    }

    private void Answer(Port port, byte[] line)
    {
        if (port.Connection is not { IsAnswerOwed: true } connection) return;
        connection.IsAnswerOwed = false;
        _delivery.Answer(port, line);
        Resume(connection);
    }

    private void ForgetRoutes()
    {
        foreach (var port in _ports.Values)
        {
            if (port.Connection is { } connection) connection.LastRoute = null;
        }
    }

    private ulong NextKey() => ++_lastKey;
}
