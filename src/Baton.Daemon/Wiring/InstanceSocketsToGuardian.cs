using System.Globalization;
using Baton.Core.Notices;
using Baton.Processes.Guardian;
using Baton.Runtime.Routing;

namespace Baton.Daemon.Wiring;

/// <summary>
/// Sockets of instances are kept by the guardian, as long as Baton runs: an instance does not notice the death of a daemon. The guardian keeps a bounded number, of
/// which some are for Baton itself.
/// </summary>
internal sealed class InstanceSocketsToGuardian(GuardianHost guardian, NoticeBoard notices) : IKeptSockets
{
    /// <summary>How many are kept: those of 56 instances that are connected.</summary>
    public const int Most = 112;

    private readonly Lock _gate = new();
    private readonly HashSet<string> _kept = [];
    private bool _isTold;

    /// <inheritdoc/>
    public int? Take(string name)
    {
        lock (_gate) return guardian.TakeHeld(name);
    }

    /// <inheritdoc/>
    public void Keep(string name, int descriptor)
    {
        lock (_gate)
        {
            if (_kept.Count < Most) _kept.Add(name);
            if (_kept.Contains(name)) guardian.Hold(name, descriptor);
            else TellOfBound();
        }
    }

    /// <inheritdoc/>
    public void LetGo(string name)
    {
        lock (_gate)
        {
            if (_kept.Remove(name)) guardian.LetGo(name);
        }
    }

    private void TellOfBound()
    {
        if (_isTold) return;
        _isTold = true;
        notices.Publish("daemon", "degraded", cause: null, string.Create(CultureInfo.InvariantCulture, $"more than {Most} sockets of instances: the latest of them do not outlive a death of the daemon, and instances on them see their connection end"));
    }
}
