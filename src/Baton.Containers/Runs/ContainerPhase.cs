namespace Baton.Containers.Runs;

/// <summary>Where a run in a container is.</summary>
internal enum ContainerPhase
{
    /// <summary>Its image is fetched, and its container is made and started.</summary>
    Preparing,

    /// <summary>Its container runs, and its follower is being started.</summary>
    Starting,

    /// <summary>Its follower lives.</summary>
    Running,

    /// <summary>Its follower was killed, and another one goes on with it when what is left of that is gone.</summary>
    Orphaned,

    /// <summary>Its follower has ended, and it is looked at why.</summary>
    Looking,

    /// <summary>Its container is being removed.</summary>
    Clearing,

    /// <summary>Nothing of it is left.</summary>
    Gone,
}
