namespace Baton.Supervision.Dependencies;

/// <summary>What a service waits for in one that it depends on.</summary>
public enum DependencyCondition
{
    /// <summary>It is ready: running and, where it has a readiness probe, found ready; a one-shot: succeeded.</summary>
    Ready,

    /// <summary>It has a process, or has had one and completed.</summary>
    Started,

    /// <summary>Its last run has ended, with success or not, and policy does not start it again.</summary>
    Completed,

    /// <summary>Its last run has ended with success.</summary>
    Succeeded,
}
