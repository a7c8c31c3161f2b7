using System.Net.Sockets;
using Baton.Control.Listening;
using Baton.Processes.Guardian;

namespace Baton.Daemon.Wiring;

/// <summary>What the control API listens on is kept by the guardian, as long as Baton runs.</summary>
internal sealed class ListenersToGuardian(GuardianHost guardian) : IKeptListeners
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Untaken => guardian.UntakenHeld;

    /// <inheritdoc/>
    public SafeSocketHandle? Take(string name) => guardian.TakeHeld(name) is { } descriptor ? new SafeSocketHandle(descriptor, ownsHandle: true) : null;

    /// <inheritdoc/>
    public void Keep(string name, SafeSocketHandle listener) => guardian.Hold(name, (int)listener.DangerousGetHandle());

    /// <inheritdoc/>
    public void LetGo(string name) => guardian.LetGo(name);
}
