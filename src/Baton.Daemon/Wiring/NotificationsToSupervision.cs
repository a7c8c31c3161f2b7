using Baton.Core.Notices;
using Baton.Processes;
using Baton.Processes.Notifications;
using Baton.Supervision.Notifying;
using Baton.Supervision.Services;

namespace Baton.Daemon.Wiring;

/// <summary>What services report by sd_notify to the supervisor.</summary>
internal sealed class NotificationsToSupervision : INotifications, IDisposable
{
    // What is said before the supervisor is there is of runs that an earlier daemon began; a few messages, each from a run that is to go on.
    private const int MostEarly = 1024;

    private readonly Lock _gate = new();
    private readonly Queue<(RunId Run, ServiceNotification What)> _early = new();
    private readonly NotificationSocket _socket;
    private Supervisor? _supervisor;

    public NotificationsToSupervision(IProcessHost host, NoticeBoard notices, Action<Exception> crashed)
    {
        _socket = host.Programs.Hear(host, sentence => notices.Publish("daemon", "notification_trouble", cause: null, sentence), crashed);
        _socket.Heard = Hear;
    }

    /// <inheritdoc/>
    public string? AddressFor(string service) => _socket.AddressFor(service);

    /// <summary>Tells the supervisor from now on, and of what came before.</summary>
    public void Begin(Supervisor supervisor)
    {
        lock (_gate)
        {
            while (_early.TryDequeue(out var early)) supervisor.Notified(early.Run, early.What);
            Volatile.Write(ref _supervisor, supervisor);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();

    private void Hear(RunId run, ServiceNotification what)
    {
        if (Volatile.Read(ref _supervisor) is { } supervisor)
        {
            supervisor.Notified(run, what);
            return;
        }

        lock (_gate)
        {
            if (_supervisor is { } begun) begun.Notified(run, what);
            else if (_early.Count < MostEarly) _early.Enqueue((run, what));
        }
    }
}
