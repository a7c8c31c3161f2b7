using System.Net.Sockets;

namespace Baton.Control.Listening;

/// <summary>
/// Keeps what the API listens on beyond the life of this process, so that whoever connects while no daemon lives waits for the next one instead
/// of being refused.
/// </summary>
public interface IKeptListeners
{
    /// <summary>Names of those that daemons before us gave into keeping and that nobody has taken yet.</summary>
    IReadOnlyList<string> Untaken { get; }

    /// <summary>The listening socket that a daemon before us gave into keeping under a name, the caller's own from now on; null when none did.</summary>
    SafeSocketHandle? Take(string name);

    /// <summary>Gives one into keeping for the daemons after us, in place of one of that name; the caller's stays the caller's.</summary>
    void Keep(string name, SafeSocketHandle listener);

    /// <summary>Lets it be closed: who connects from then on is refused.</summary>
    void LetGo(string name);
}
