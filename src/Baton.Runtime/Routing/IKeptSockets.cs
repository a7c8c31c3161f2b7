namespace Baton.Runtime.Routing;

/// <summary>
/// Keeps sockets for the daemon that comes after this one, should it die: then instances go on as if nothing had happened. For any thread.
/// </summary>
public interface IKeptSockets
{
    /// <summary>What a daemon before us gave into keeping under a name, which is the caller's now; null: nothing.</summary>
    int? Take(string name);

    /// <summary>Keeps a socket besides us, in place of one of the same name.</summary>
    void Keep(string name, int descriptor);

    /// <summary>Keeps it no longer.</summary>
    void LetGo(string name);
}
