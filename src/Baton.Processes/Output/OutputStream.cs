namespace Baton.Processes.Output;

/// <summary>Which of a run's two streams; the numbers are kept on the state page.</summary>
internal enum OutputStream : byte
{
    /// <summary>Neither.</summary>
    None = 0,

    /// <summary>File descriptor 1 of the run.</summary>
    Stdout = 1,

    /// <summary>File descriptor 2 of the run.</summary>
    Stderr = 2,

    /// <summary>A stream whose unfinished line will not be continued: the rest of it was dropped.</summary>
    Lost = 3,
}
