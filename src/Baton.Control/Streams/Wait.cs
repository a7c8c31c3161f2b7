namespace Baton.Control.Streams;

/// <summary>How a wait for news ended.</summary>
internal enum Wait
{
    /// <summary>There is news.</summary>
    News,

    /// <summary>Nothing happened for a while.</summary>
    Idle,

    /// <summary>The API ends.</summary>
    Stopping,
}
