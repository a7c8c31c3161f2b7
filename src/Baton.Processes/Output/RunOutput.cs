namespace Baton.Processes.Output;

/// <summary>
/// The output of one run in the pump's hands. What is internal to the pump is touched by one thread at a time: that of
/// <see cref="Loop"/>.
/// </summary>
internal sealed class RunOutput
{
    private const int MostLooks = 100_000;

    private volatile PumpLoop? _loop;
    private volatile bool _isFinishing;
    private volatile bool _isWatched;
    private volatile bool _isEndUnseen;

    public RunOutput(RunOutputSpec spec, StateSlot slot, Fifo stdout, Fifo stderr, LogFile log, in StateRecord record)
    {
        Id = spec.Id;
        SlotNumber = spec.Slot;
        Policy = spec.Policy;
        Counts = spec.Counts;
        Slot = slot;
        Stdout = stdout;
        Stderr = stderr;
        Log = log;
        Record = record;
        Tagger = LineTagger.FromFlags(record.Tagger);
    }

    /// <summary>The run.</summary>
    public RunId Id { get; }

    /// <summary>What the run's processes open as descriptor 1, for reading and writing.</summary>
    public string StdoutFifo => Stdout.Path;

    /// <summary>What the run's processes open as descriptor 2, for reading and writing.</summary>
    public string StderrFifo => Stderr.Path;

    /// <summary>The active log file; those rotated away lie beside it.</summary>
    public string LogPath => Log.FullPath;

    /// <summary>The time in the log's name: the start of the run, or the next second that was free.</summary>
    public DateTimeOffset StartedAt => Log.StartedAt;

    /// <summary>Its place on the state page.</summary>
    public int SlotNumber { get; }

    /// <summary>The loop that serves it, and alone may touch what follows.</summary>
    public PumpLoop? Loop
    {
        get => _loop;
        set => _loop = value;
    }

    /// <summary>The tree is gone: drain and close.</summary>
    public bool IsFinishing
    {
        get => _isFinishing;
        set => _isFinishing = value;
    }

    /// <summary>Somebody wants to know of growth.</summary>
    public bool IsWatched
    {
        get => _isWatched;
        set => _isWatched = value;
    }

    public LogPolicy Policy { get; }

    /// <summary>What its service has written; shared with the service's other runs.</summary>
    public OutputCounts Counts { get; }

    public StateSlot Slot { get; }

    public Fifo Stdout { get; }

    public Fifo Stderr { get; }

    public LogFile Log { get; }

    /// <summary>The committed state, as the slot has it.</summary>
    public StateRecord Record { get; set; }

    /// <summary>The tagger after the committed bytes.</summary>
    public LineTagger Tagger { get; set; }

    public WriteTrouble Trouble { get; } = new();

    /// <summary>Why the last rotation failed; null when it did not.</summary>
    public string? RotationProblem { get; set; }

    /// <summary>When that was.</summary>
    public long RotationFailedAt { get; set; }

    /// <summary>When the first byte of the active file was written; meaningful once it has one. A taken over file begins anew.</summary>
    public long FileBegunAt { get; set; }

    /// <summary>The last write took longer than a shared thread can afford.</summary>
    public bool IsSlow { get; set; }

    /// <summary>Writes in a row that did not.</summary>
    public int QuickWrites { get; set; }

    /// <summary>Its FIFOs are in the epoll set of <see cref="Loop"/>.</summary>
    public bool IsListening { get; set; }

    /// <summary>Length that watchers were last told of, with its segment.</summary>
    public (int Segment, long Length) Told { get; set; }

    /// <summary>Set once it finishes: bytes that were in each FIFO then; more may come from a process that leaked, and is left.</summary>
    public (int Stdout, int Stderr)? Remaining { get; set; }

    /// <summary>When finishing began.</summary>
    public long FinishingSince { get; set; }

    /// <summary>Output that cannot be written is dropped: by policy, or since a finished run cannot wait for ever.</summary>
    public bool MayDrop { get; set; }

    /// <summary>Nobody held its FIFOs when it was taken over: what had been in them is gone.</summary>
    public bool WasDeserted { get; set; }

    /// <summary>Nothing of the run lived when it was taken over. Set before it finishes.</summary>
    public bool IsEndUnseen
    {
        get => _isEndUnseen;
        set => _isEndUnseen = value;
    }

    /// <summary>The FIFO of a stream.</summary>
    public Fifo Of(OutputStream stream) => stream == OutputStream.Stdout ? Stdout : Stderr;

    /// <summary>
    /// All that the run has written, whoever moves it just now: what is dealt with and what is still in the FIFOs. To be asked when no process writes.
    /// Null when the pump is too busy with it to tell.
    /// </summary>
    public OutputTotals? Written()
    {
        // The pump publishes, consumes and settles: between the first and the last a byte would count twice.
        for (var i = 0; i < MostLooks; i++)
        {
            var (change, taken) = (Slot.Change, Slot.Taken);
            var written = new OutputTotals(taken.Stdout + Stdout.Available, taken.Stderr + Stderr.Available);
            if (!Slot.IsPending && Slot.Change == change && Slot.Taken == taken) return written;
            Thread.SpinWait(20);
        }

        return null;
    }

    /// <summary>Closes all descriptors; files and slot stay.</summary>
    public void Close()
    {
        Stdout.Dispose();
        Stderr.Dispose();
        Log.Dispose();
    }
}
