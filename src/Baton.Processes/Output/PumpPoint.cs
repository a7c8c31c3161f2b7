namespace Baton.Processes.Output;

/// <summary>
/// Instants in the pump's work at which a test may end the process: before and after each step that another process could see.
/// See docs/adr/0003-output-pump.md for what holds at each.
/// </summary>
internal enum PumpPoint
{
    /// <summary>Bytes were copied out of the FIFO and are still in it.</summary>
    AfterPeek,

    /// <summary>The tagged bytes are in the file, past its committed end. Counts as part of the write when writes are timed.</summary>
    AfterWrite,

    /// <summary>The mark differs from the first pending byte; the record is not yet the valid one.</summary>
    AfterArm,

    /// <summary>The record that commits the bytes is the valid one; they are still in the FIFO.</summary>
    AfterPublish,

    /// <summary>The bytes have left the FIFO; the record still calls them pending.</summary>
    AfterConsume,

    /// <summary>Nothing is pending.</summary>
    AfterCommit,

    /// <summary>Rotation: the cut line has its newline, uncommitted.</summary>
    AfterRotationCut,

    /// <summary>Rotation: the file has its numbered name; there is no active file.</summary>
    AfterRotationRename,

    /// <summary>Rotation: the next active file exists, empty; the record still names the one before.</summary>
    AfterRotationCreate,

    /// <summary>Rotation: the record names the new file; the oldest is still there.</summary>
    AfterRotationPublish,

    /// <summary>Rotation: the oldest file is gone.</summary>
    AfterRotationDelete,

    /// <summary>Opening: the slot names the run; nothing else exists.</summary>
    AfterClaim,

    /// <summary>Opening: FIFOs and log exist; the slot does not say so yet.</summary>
    AfterCreate,

    /// <summary>Finishing: all is drained and committed; FIFOs and slot still exist.</summary>
    AfterDrain,

    /// <summary>Finishing: the FIFOs are closed, and gone where somebody still held them; the slot is still taken.</summary>
    AfterRetire,
}
