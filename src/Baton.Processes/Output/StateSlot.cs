using System.Text;

namespace Baton.Processes.Output;

/// <summary>
/// One run's place on the state page: who it is, two records of which one is valid, with the totals of each, and the mark. It is written by one thread at a time,
/// and every change takes effect with one aligned store, so that a process that dies anywhere leaves either the old or the new.
/// </summary>
internal readonly unsafe struct StateSlot(byte* at)
{
    /// <summary>Bytes per slot.</summary>
    public const int Size = 512;

    private const int Free = 0, Opening = 1, Ready = 2;
    private const int RunAt = 4, StartedAt = 8, RotateBytesAt = 16, RotateCountAt = 24, FullDiskAt = 28, NameLengthAt = 32, NameAt = 36, RotateSecondsAt = 100, CompressAt = 104, StaysOpenAt = 108;
    private const int IndexAt = 128, MarkAt = 132, RecordsAt = 192, RecordSize = 64, TotalsAt = RecordsAt + (2 * RecordSize);
    private const uint PendingBit = 2;

    /// <summary>Where the first pending byte is read to. While it is the complement of that byte, nothing pending has left the FIFO.</summary>
    public byte* Mark => at + MarkAt;

    /// <summary>A run has this slot.</summary>
    public bool IsTaken => Volatile.Read(ref Phase) is Opening or Ready;

    /// <summary>The run's log file exists and is its own.</summary>
    public bool IsReady => Volatile.Read(ref Phase) == Ready;

    /// <summary>A record is valid whose pending bytes may still be in the FIFO.</summary>
    public bool IsPending => (Volatile.Read(ref Index) & PendingBit) != 0;

    /// <summary>The valid record.</summary>
    public StateRecord Record => Records[Volatile.Read(ref Index) & 1];

    /// <summary>What is dealt with of both streams, that of the pending bytes counted.</summary>
    public OutputTotals Taken => Totals[Volatile.Read(ref Index) & 1];

    /// <summary>Changes with every change of what is valid; the same before and after a look means that nothing did, or too much to have been missed in <see cref="Taken"/>.</summary>
    public uint Change => Volatile.Read(ref Index);

    private ref int Phase => ref *(int*)at;

    private ref uint Index => ref *(uint*)(at + IndexAt);

    private OutputTotals* Totals => (OutputTotals*)(at + TotalsAt);

    private StateRecord* Records => (StateRecord*)(at + RecordsAt);

    /// <summary>Writes who has the slot, with an empty record; then takes it.</summary>
    public void Claim(RunId id, long startedAt, LogPolicy policy)
    {
        Volatile.Write(ref Phase, Free);
        *(int*)(at + RunAt) = id.Run;
        *(long*)(at + StartedAt) = startedAt;
        *(long*)(at + RotateBytesAt) = policy.RotateBytes;
        *(int*)(at + RotateCountAt) = policy.RotateCount;
        *(int*)(at + FullDiskAt) = (int)policy.FullDisk;
        *(int*)(at + RotateSecondsAt) = (int)Math.Min(policy.RotateAge.TotalSeconds, int.MaxValue);
        *(int*)(at + CompressAt) = policy.Compress ? 1 : 0;
        *(int*)(at + StaysOpenAt) = policy.StaysOpen ? 1 : 0;
        *(int*)(at + NameLengthAt) = Encoding.ASCII.GetBytes(id.Service, new Span<byte>(at + NameAt, Core.Names.MaxLength));
        Records[0] = default;
        Totals[0] = default;
        Volatile.Write(ref Index, 0);
        Volatile.Write(ref Phase, Opening);
    }

    /// <summary>The log file exists: from here on a recovery takes it over.</summary>
    /// <param name="startedAt">The second in its name, Unix time.</param>
    public void Begin(long startedAt)
    {
        *(long*)(at + StartedAt) = startedAt;
        Volatile.Write(ref Phase, Ready);
    }

    /// <summary>Nobody has the slot.</summary>
    public void Release() => Volatile.Write(ref Phase, Free);

    /// <summary>Sets the mark to anything but the first pending byte; to be followed by <see cref="Publish"/> of that record.</summary>
    public void Arm(byte firstByte) => Volatile.Write(ref *Mark, (byte)(firstByte ^ 0xFF));

    /// <summary>Makes <paramref name="record"/> the valid one, in one store.</summary>
    public void Publish(in StateRecord record, bool isPending)
    {
        var next = (Volatile.Read(ref Index) & 1) ^ 1;
        Records[next] = record;
        var taken = isPending ? record.Pending : 0;
        var before = Totals[next ^ 1];
        Totals[next] = record.Stream == OutputStream.Stdout ? before with { Stdout = before.Stdout + taken } : before with { Stderr = before.Stderr + taken };
        Volatile.Write(ref Index, isPending ? next | PendingBit : next);
    }

    /// <summary>The pending bytes have left the FIFO.</summary>
    public void Settle() => Volatile.Write(ref Index, Index & 1);

    /// <summary>Who has the slot; null when nobody has, or when what stands there makes no sense.</summary>
    public SlotEntry? Entry(int slot)
    {
        var length = *(int*)(at + NameLengthAt);
        if (!IsTaken || length is <= 0 or > Core.Names.MaxLength) return null;
        var id = new RunId(Encoding.ASCII.GetString(at + NameAt, length), *(int*)(at + RunAt));
        var seconds = *(long*)(at + StartedAt);
        var policy = new LogPolicy(*(long*)(at + RotateBytesAt), *(int*)(at + RotateCountAt), (FullDiskPolicy)(*(int*)(at + FullDiskAt)))
        {
            RotateAge = TimeSpan.FromSeconds(Math.Max(0, *(int*)(at + RotateSecondsAt))),
            Compress = *(int*)(at + CompressAt) != 0,
            StaysOpen = *(int*)(at + StaysOpenAt) != 0,
        };
        var isSense = Core.Names.IsValid(id.Service) && id.Run > 0 && seconds is >= 0 and < 253_402_300_800
            && policy is { RotateBytes: >= 0, RotateCount: >= 1, FullDisk: FullDiskPolicy.Drop or FullDiskPolicy.Block };
        return isSense ? new SlotEntry(slot, id, DateTimeOffset.FromUnixTimeSeconds(seconds), policy) : null;
    }
}
