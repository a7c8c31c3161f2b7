using System.Net;
using System.Net.Sockets;

namespace Baton.Control.Listening;

/// <summary>What the API listens on: what a daemon before us listened on, else what is bound anew and given into keeping.</summary>
/// <param name="kept">Where sockets are kept beyond this process; null: nowhere.</param>
internal sealed class Listeners(IKeptListeners? kept) : IDisposable
{
    private const string Prefix = "api ", UnixName = "api unix";

    private readonly List<(string Name, Socket Socket)> _all = [];

    /// <summary>The Unix socket.</summary>
    /// <exception cref="Core.BatonException">Unavailable: it cannot be bound.</exception>
    public Socket Unix(string path) =>
        Earlier(UnixName, at => at is UnixDomainSocketEndPoint && at.ToString() == path && File.Exists(path)) ?? Bound(UnixName, SocketBinding.Unix(path));

    /// <summary>A TCP address; port 0 is one of a daemon before us, so that it stays the same, else a free one.</summary>
    /// <exception cref="Core.BatonException">Unavailable: it cannot be bound.</exception>
    public Socket Tcp(IPEndPoint address)
    {
        var name = $"{Prefix}{address}";
        return Earlier(name, at => at is IPEndPoint there && there.Address.Equals(address.Address)) ?? Bound(name, SocketBinding.Tcp(address));
    }

    /// <summary>What a daemon before us listened on and we do not is listened on no more.</summary>
    public void LetGoOfOthers()
    {
        foreach (var name in kept?.Untaken ?? [])
        {
            if (!name.StartsWith(Prefix, StringComparison.Ordinal) || kept!.Take(name) is not { } listener) continue;
            listener.Dispose();
            kept.LetGo(name);
        }
    }

    /// <summary>No daemon follows: who connects is to be refused.</summary>
    public void LetGo()
    {
        foreach (var (name, _) in _all) kept?.LetGo(name);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var (_, socket) in _all) socket.Dispose();
    }

    private Socket? Earlier(string name, Predicate<EndPoint?> isWanted)
    {
        if (kept?.Take(name) is not { } handle) return null;
        var socket = new Socket(handle);
        if (isWanted(socket.LocalEndPoint))
        {
            _all.Add((name, socket));
            return socket;
        }

        // Its file was deleted: nobody can find it any more.
        socket.Dispose();
        kept.LetGo(name);
        return null;
    }

    private Socket Bound(string name, Socket socket)
    {
        _all.Add((name, socket));
        kept?.Keep(name, socket.SafeHandle);
        return socket;
    }
}
