namespace Baton.Contracts;

/// <summary>The words for how runs ended.</summary>
public static class RunEnds
{
    /// <summary>It has not ended.</summary>
    public const string Running = "running";

    /// <summary>It has not ended, and was found alive by a daemon that did not know of it.</summary>
    public const string Adopted = "adopted";

    /// <summary>Its process ended by itself, or as it was asked to.</summary>
    public const string Exited = "exited";

    /// <summary>It was ended by force, by Baton or somebody else.</summary>
    public const string Killed = "killed";

    /// <summary>Its program could not be started.</summary>
    public const string SpawnFailed = "spawn_failed";

    /// <summary>It is over, and nothing is known of its end.</summary>
    public const string Unknown = "unknown";
}
