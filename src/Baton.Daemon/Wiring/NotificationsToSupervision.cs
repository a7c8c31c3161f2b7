using Baton.Core.Notices;
using Baton.Processes;
using Baton.Processes.Notifications;
using Baton.Supervision.Notifying;
using Baton.Supervision.Services;

namespace Baton.Daemon.Wiring;

/// <summary>What services report by sd_notify to the supervisor.</summary>
/// <param name="host">Who runs services.</param>
/// <param name="keeper">Who keeps the socket beyond this daemon, where it can.</param>
/// <param name="notices">Where trouble is told.</param>
/// <param name="crashed">Told of a bug.</param>
internal sealed class NotificationsToSupervision(IProcessHost host, IProcessHost keeper, NoticeBoard notices, Action<Exception> crashed) : INotifications, IDisposable
{
    private readonly NotificationSocket _socket = host.Programs.Hear(keeper, sentence => notices.Publish("daemon", "notification_trouble", cause: null, sentence), crashed);

    /// <inheritdoc/>
    public string? AddressFor(string service) => _socket.AddressFor(service);

    /// <summary>To be called when the supervisor knows its services: what runs of an earlier daemon said meanwhile has waited in the kernel.</summary>
    public void Begin(Supervisor supervisor) => _socket.Begin(supervisor.Notified);

    /// <summary>What services say from now on waits in the kernel for the next daemon.</summary>
    public void Rest() => _socket.Rest();

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();
}
