namespace Baton.Control.StatusPages;

/// <summary>How a monitor does, as everybody is told.</summary>
internal enum PublicStanding
{
    /// <summary>Its latest result was a success.</summary>
    Up,

    /// <summary>Its latest result was a failure.</summary>
    Down,

    /// <summary>It is in a window of maintenance, and its latest result was no success.</summary>
    Maintenance,

    /// <summary>A person keeps probes away from it.</summary>
    Unwatched,

    /// <summary>There is no result yet.</summary>
    Unknown,
}
