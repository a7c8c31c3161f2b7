using Baton.Contracts;
using Baton.Supervision.Services;

namespace Baton.Control;

/// <summary>
/// The manifest of the daemon, as the API shows and changes it. Failures are <see cref="Core.BatonException"/>, or a <see
/// cref="Problems.ProblemException"/> that names every problem of a manifest.
/// </summary>
public interface IManifests
{
    /// <summary>The one that is in force.</summary>
    ManifestRecord Describe();

    /// <summary>What a reload would do; changes nothing.</summary>
    /// <param name="config">Absolute path of a manifest; null: the one in force, read again.</param>
    Task<PlanRecord> PlanAsync(string? config);

    /// <summary>Lets there be other numbers of replicas; all of them or none. Goes on when nobody waits any longer.</summary>
    /// <param name="request">Of what how many.</param>
    /// <param name="cause">Who asked.</param>
    /// <param name="stopWaiting">Ends the waiting only.</param>
    Task<ReloadRecord> ScaleAsync(ScaleRequest request, ActCause cause, CancellationToken stopWaiting);

    /// <summary>Puts a manifest in force; goes on when nobody waits any longer.</summary>
    /// <param name="request">Which, and how.</param>
    /// <param name="cause">Who asked.</param>
    /// <param name="stopWaiting">Ends the waiting only.</param>
    Task<ReloadRecord> ReloadAsync(ReloadRequest request, ActCause cause, CancellationToken stopWaiting);
}
