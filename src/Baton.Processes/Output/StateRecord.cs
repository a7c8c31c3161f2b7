using System.Runtime.InteropServices;

namespace Baton.Processes.Output;

/// <summary>
/// What is committed of one run's output, in the layout of the state page. Everything before <see cref="Length"/> in file
/// <see cref="Segment"/> is final; what follows it was never written, whatever the file holds.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
internal struct StateRecord
{
    /// <summary>Committed bytes of the active file, those of the pending bytes counted.</summary>
    public long Length;

    /// <summary>Bytes of stdout thrown away that no note in the log tells of yet.</summary>
    public long StdoutDroppedBytes;

    /// <summary>Line ends among them.</summary>
    public long StdoutDroppedLines;

    /// <summary>As <see cref="StdoutDroppedBytes"/>.</summary>
    public long StderrDroppedBytes;

    /// <summary>As <see cref="StdoutDroppedLines"/>.</summary>
    public long StderrDroppedLines;

    /// <summary>Number the active file will have once it is rotated away, from 0.</summary>
    public int Segment;

    /// <summary>Bytes at the head of a FIFO that are dealt with and must leave it; meaningful while the slot says pending.</summary>
    public int Pending;

    /// <summary>errno that made bytes be dropped.</summary>
    public int DropReason;

    /// <summary>FIFO of the pending bytes.</summary>
    public OutputStream Stream;

    /// <summary>The first pending byte.</summary>
    public byte FirstByte;

    /// <summary><see cref="LineTagger.Flags"/> after the pending bytes.</summary>
    public byte Tagger;

    /// <summary>Some bytes dropped are not told of yet.</summary>
    public readonly bool HasDrops => StdoutDroppedBytes != 0 || StderrDroppedBytes != 0;
}
