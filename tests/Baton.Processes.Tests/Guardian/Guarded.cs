using Baton.Processes.Guardian;
using Baton.Processes.Guardian.Wire;

namespace Baton.Processes.Tests.Guardian;

/// <summary>Both ends of a guardian's socket in one process.</summary>
internal static class Guarded
{
    /// <summary>Connects a daemon to what is left of a guardian's earlier daemons.</summary>
    public static (GuardianSession Session, GuardianHost Host) Connect(GuardianCore core, TimeProvider time, int start = 1, Action? whenGuardianDied = null, int protocol = GuardianWire.Protocol)
    {
        var (own, other) = FrameSocket.Pair();
        var session = new GuardianSession(core, new FrameSocket(own));
        var (names, descriptors) = core.Held.All();
        session.Outbox.Send(new ToDaemon.Welcome(protocol, Environment.ProcessId, start, null, core.StateDirectory, names), descriptors);
        return (session, GuardianHost.Connect(other, time, whenGuardianDied ?? (static () => { })));
    }
}
