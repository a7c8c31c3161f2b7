namespace Baton.Supervision.Notifying;

/// <summary>Where services report to. What they report comes back through <see cref="Services.Supervisor.Notified"/>.</summary>
public interface INotifications
{
    /// <summary>The address that a service is given as <c>NOTIFY_SOCKET</c>; from now on it is heard. Null: there is none. Never waits.</summary>
    string? AddressFor(string service);
}

/// <summary>Nobody listens.</summary>
public sealed class NoNotifications : INotifications
{
    /// <summary>The one there is.</summary>
    public static readonly NoNotifications Instance = new();

    /// <inheritdoc/>
    public string? AddressFor(string service) => null;
}
