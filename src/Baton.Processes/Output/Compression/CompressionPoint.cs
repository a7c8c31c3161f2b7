namespace Baton.Processes.Output.Compression;

/// <summary>
/// Instants in the compression of one file at which a test may end the process. What holds at each: until the rename there is the plain
/// file and perhaps a temporary one, after it both, after the removal the compressed one.
/// </summary>
internal enum CompressionPoint
{
    /// <summary>The temporary file exists, empty.</summary>
    AfterCreate,

    /// <summary>It holds a part.</summary>
    AfterPart,

    /// <summary>It holds all.</summary>
    AfterWrite,

    /// <summary>It is on the disk.</summary>
    AfterSync,

    /// <summary>It has its name; the plain file is still there.</summary>
    AfterRename,

    /// <summary>The plain file is gone.</summary>
    AfterRemove,
}
