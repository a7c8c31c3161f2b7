namespace Baton.Supervision.Scheduling;

/// <summary>Where it is kept until when the times of services were looked after, over the ends of daemons and of the machine.</summary>
public interface IScheduleMemory
{
    /// <summary>Until when; null: never yet. Asked at the beginning and at reloads; must not wait.</summary>
    DateTimeOffset? LastOf(string service);

    /// <summary>Keeps it, in the background.</summary>
    void Store(string service, DateTimeOffset until);

    /// <summary>Forgets it, in the background: times that come while the service is not there, or has none, are not missed.</summary>
    void Forget(string service);
}

/// <summary>Nothing is kept.</summary>
public sealed class NoScheduleMemory : IScheduleMemory
{
    /// <summary>The one there is.</summary>
    public static readonly NoScheduleMemory Instance = new();

    /// <inheritdoc/>
    public DateTimeOffset? LastOf(string service) => null;

    /// <inheritdoc/>
    public void Store(string service, DateTimeOffset until)
    {
    }

    /// <inheritdoc/>
    public void Forget(string service)
    {
    }
}
