using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Baton.Core;
using Baton.Runtime.Control;
using Baton.Runtime.Instances;
using Baton.Runtime.Links;

namespace Baton.Runtime.Routing;

/// <summary>
/// Hands the messages of instances to those that links name, on a thread of its own. Order is kept from each sender to each target; a receiver that takes nothing
/// keeps nobody waiting but the senders of links that say so.
/// </summary>
public sealed class MessageRouter : IDisposable
{
    private readonly RouterTally _tally = new();
    private readonly IKeptSockets? _kept;
    private readonly IRouterEvents _events;
    private readonly ConcurrentDictionary<InstanceId, string> _paths = [];
    private readonly RouterLoop _loop;
    private readonly DatagramSocket? _datagrams;
    private readonly Thread _thread;
    private bool _isFollowed;

    /// <param name="options">Bounds.</param>
    /// <param name="events">Told what is not for other instances.</param>
    /// <exception cref="BatonException">The address for datagrams cannot be used, or the kernel gives no descriptors.</exception>
    public MessageRouter(RouterOptions options, IRouterEvents events)
    {
        _events = events;
        _kept = options.Kept;
        _datagrams = options.Datagrams is { } address ? new DatagramSocket(address, options.Peers) : null;
        _loop = new RouterLoop(options, events, _tally, _datagrams);
        _thread = new Thread(_loop.Run) { IsBackground = true, Name = "router" };
        _thread.Start();
    }

    /// <summary>
    /// Begins to hand on messages, once. Instances and links that were told before are all there then: what an instance sent while there was no daemon must find its way.
    /// </summary>
    public void Begin() => _loop.Post(new RouterCommand.Begin());

    /// <summary>What it has done. For any thread.</summary>
    public RouterFigures Figures => new([.. _loop.Links.Entries.Select(entry => entry.Figures)], _tally.Skipped, _tally.Unlinked, _tally.Telemetry, _tally.Refused);

    /// <summary>Where datagrams come; null: nowhere.</summary>
    public IPEndPoint? Datagrams => _datagrams?.Address;

    /// <summary>Listens for an instance on its socket, from now on until <see cref="RemoveAsync"/>. Completes when messages go there.</summary>
    /// <param name="id">Which instance; there is none of that number yet.</param>
    /// <param name="path">Absolute path of its socket; at most 107 bytes.</param>
    /// <exception cref="BatonException">The socket cannot be made.</exception>
    public Task ListenAsync(InstanceId id, string path)
    {
        var listener = Taken(KeptNames.Listener(id)) ?? ControlSocket.Unix(path);
        listener.Blocking = false;
        _kept?.Keep(KeptNames.Listener(id), (int)listener.Handle);
        _paths[id] = path;
        var connected = Taken(KeptNames.Connection(id));
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _loop.Post(new RouterCommand.Listen(id, listener, connected, done));
        return done.Task;
    }

    /// <summary>Forgets an instance: its socket is deleted and its connection closed. Completes when that is done.</summary>
    public Task RemoveAsync(InstanceId id)
    {
        // At once, since another of this number may be there soon.
        if (_paths.TryRemove(id, out var path)) Delete(id, path);
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _loop.Post(new RouterCommand.Remove(id, done));
        return done.Task;
    }

    /// <summary>Replaces all links; counters of those that stay are kept. Completes when they hold.</summary>
    public Task SetLinksAsync(IReadOnlyList<Link> links)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _loop.Post(new RouterCommand.SetLinks(links, done));
        return done.Task;
    }

    /// <summary>Answers what an instance asked, and reads from it again. Nothing happens when it is gone.</summary>
    /// <param name="asked">Who asked.</param>
    /// <param name="isStart">It asked for a start.</param>
    /// <param name="error">Why not; null: it was done.</param>
    public void Answer(InstanceId asked, bool isStart, string? error) => _loop.Post(new RouterCommand.Answer(asked, InstanceAnswer.Line(isStart, error)));

    /// <summary>
    /// Hands on no more messages, and leaves the sockets of instances to a daemon that goes on with them; <see cref="Dispose"/> follows. Messages that wait are lost.
    /// </summary>
    public void Leave()
    {
        _isFollowed = true;
        _loop.Leave();
        _thread.Join();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _loop.Stop();
        _thread.Join();
        _loop.Dispose();
        foreach (var (id, path) in _paths)
        {
            if (!_isFollowed) Delete(id, path);
        }

        _datagrams?.Dispose();
    }

    private Socket? Taken(string name) => _kept?.Take(name) is { } descriptor ? new Socket(new SafeSocketHandle(descriptor, ownsHandle: true)) : null;

    private void Delete(InstanceId id, string path)
    {
        _kept?.LetGo(KeptNames.Listener(id));
        try
        {
            File.Delete(path);
        }
        catch (DirectoryNotFoundException)
        {
            // The folder has gone before, with all that was in it.
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _events.Noticed(id, $"cannot delete \"{path}\": {e.Message}");
        }
    }
}
