using Baton.Probes;

namespace Baton.Supervision.Probing;

/// <summary>Executes probes of services, each on its own times.</summary>
public interface IProbing
{
    /// <summary>Begins to execute a probe of a run that lives; its initial delay counts from now.</summary>
    /// <param name="probe">What and when.</param>
    /// <param name="told">Told of each result, in order; posts it to an actor and returns.</param>
    /// <returns>Ends it; a result that is under way may still arrive.</returns>
    IDisposable Begin(ServiceProbe probe, Action<ProbeResult> told);
}
