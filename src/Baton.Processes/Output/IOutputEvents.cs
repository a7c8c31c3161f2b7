namespace Baton.Processes.Output;

/// <summary>Where the pump tells its news, on a pump thread that all output waits for: post and return.</summary>
internal interface IOutputEvents
{
    /// <summary>A watched run's log has more committed bytes; at most once per run and round of the pump.</summary>
    void Grew(RunId id, int segment, long length);

    /// <summary>Output cannot be written or rotated (<paramref name="problem"/> says why), or can again (null).</summary>
    void Trouble(RunId id, string? problem);

    /// <summary>
    /// The files of the run up to <paramref name="segment"/>, that one not counted, are closed and change no more. Told only of runs whose
    /// closed files are to be compressed.
    /// </summary>
    void Rotated(RunId id, int segment)
    {
    }

    /// <summary>A finished run's output is all in its log, its FIFOs are removed and its slot is free.</summary>
    void Drained(RunId id);
}
