namespace Baton.Runtime.Control;

/// <summary>What was read of a connection.</summary>
internal enum LineKind
{
    /// <summary>A line.</summary>
    Line,

    /// <summary>A line that was too long and is dropped.</summary>
    TooLong,

    /// <summary>No more comes.</summary>
    End,
}
