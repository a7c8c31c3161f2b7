namespace Baton.Cli.Completion;

/// <summary>What a word of a command line may be completed to.</summary>
internal enum ValueKind
{
    /// <summary>Nothing that is known here: a number, a time.</summary>
    Free,

    /// <summary>A service, as <c>baton ps</c> lists them.</summary>
    Service,

    /// <summary>A file.</summary>
    File,

    /// <summary>A folder.</summary>
    Folder,

    /// <summary>One of a few words.</summary>
    Words,
}
