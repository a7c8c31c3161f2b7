using Baton.Probes;
using Baton.Probes.Specs;
using Baton.Processes;

namespace Baton.Supervision.Probing;

/// <summary>Executes probes of services, each on its own times.</summary>
public interface IProbing
{
    /// <summary>Begins to execute a probe of a run that lives; its initial delay counts from now.</summary>
    /// <param name="run">The run.</param>
    /// <param name="probe">What and when.</param>
    /// <param name="told">Told of each result, in order; posts it to an actor and returns.</param>
    /// <returns>Ends it; a result that is under way may still arrive.</returns>
    IDisposable Begin(RunId run, ServiceProbe probe, Action<ProbeResult> told);

    /// <summary>Begins to execute a check that restarts nothing.</summary>
    /// <param name="check">What is executed.</param>
    /// <param name="timing">When.</param>
    /// <param name="told">As for <see cref="Begin(RunId, ServiceProbe, Action{ProbeResult})"/>.</param>
    /// <returns>Ends it; a result that is under way may still arrive.</returns>
    IDisposable Begin(IProbe check, ProbeTiming timing, Action<ProbeResult> told);
}
