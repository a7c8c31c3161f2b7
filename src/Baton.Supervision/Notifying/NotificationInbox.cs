using Baton.Processes;
using Baton.Processes.Notifications;

namespace Baton.Supervision.Notifying;

/// <summary>
/// What runs have reported and the supervisor has not taken yet: of each service one entry, however much it reports, so that a service that never
/// stops talking costs no memory and no more turns than there are.
/// </summary>
internal sealed class NotificationInbox
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, (int Run, ServiceNotification What)> _waiting = [];

    /// <summary>Adds what a run reported; true when the supervisor is to be told that something waits.</summary>
    public bool Add(RunId run, ServiceNotification what)
    {
        lock (_gate)
        {
            var isWaiting = _waiting.TryGetValue(run.Service, out var before);
            if (isWaiting && before.Run > run.Run) return false;
            _waiting[run.Service] = (run.Run, isWaiting && before.Run == run.Run ? before.What.Then(what) : what);
            return !isWaiting;
        }
    }

    /// <summary>Takes what waits of a service.</summary>
    public (int Run, ServiceNotification What)? Take(string service)
    {
        lock (_gate) return _waiting.Remove(service, out var what) ? what : null;
    }
}
