using System.Text;
using Baton.Core;

namespace Baton.Processes.Records;

/// <summary>
/// The bytes of one slot, 128: name length (1) and name (64) at 0, phase at 72, run at 76, pid at 80, start ticks at 88, wall clock in
/// milliseconds at 96. The writer may die between any two stores, so the phase is stored last when it gains meaning and first when it
/// loses it; a pid is believed only together with its start ticks and the boot.
/// </summary>
internal readonly unsafe struct RunSlot(byte* at)
{
    public const int Bytes = 128, PhaseAt = 72, PidAt = 80;

    private const int NameAt = 1, RunAt = 76, TicksAt = 88, WallAt = 96;

    /// <summary>The service; null for a free slot, and for one whose bytes make no name.</summary>
    public string? Name
    {
        get
        {
            var length = Volatile.Read(ref *at);
            if (length is 0 or > Names.MaxLength) return null;
            var name = Encoding.Latin1.GetString(at + NameAt, length);
            return Names.IsValid(name) ? name : null;
        }
    }

    public bool IsFree => Volatile.Read(ref *at) == 0;

    public int LastRun => Math.Max(0, Volatile.Read(ref *(int*)(at + RunAt)));

    public RunRecord Read(int slot)
    {
        var phase = Volatile.Read(ref *(int*)(at + PhaseAt));
        var known = phase is (int)RecordedPhase.Intent or (int)RecordedPhase.Spawned ? (RecordedPhase)phase : RecordedPhase.Gone;
        var wall = Math.Clamp(*(long*)(at + WallAt), 0, DateTimeOffset.MaxValue.ToUnixTimeMilliseconds());
        return new RunRecord(slot, new RunId(Name ?? "", LastRun), known, *(int*)(at + PidAt), *(long*)(at + TicksAt),
            DateTimeOffset.FromUnixTimeMilliseconds(wall));
    }

    public void Claim(string name)
    {
        Encoding.ASCII.GetBytes(name, new Span<byte>(at + NameAt, Names.MaxLength));
        SetPhase(RecordedPhase.Gone);
        Volatile.Write(ref *(int*)(at + RunAt), 0);
        Volatile.Write(ref *at, (byte)name.Length);
    }

    public void RecordIntent(int run, DateTimeOffset startedAt)
    {
        SetPhase(RecordedPhase.Gone);
        Volatile.Write(ref *(int*)(at + PidAt), 0);
        Volatile.Write(ref *(long*)(at + WallAt), startedAt.ToUnixTimeMilliseconds());
        Volatile.Write(ref *(int*)(at + RunAt), run);
        SetPhase(RecordedPhase.Intent);
    }

    public void RecordSpawned(int pid, long startTicks)
    {
        Volatile.Write(ref *(int*)(at + PidAt), pid);
        Volatile.Write(ref *(long*)(at + TicksAt), startTicks);
        SetPhase(RecordedPhase.Spawned);
    }

    public void RecordGone() => SetPhase(RecordedPhase.Gone);

    private void SetPhase(RecordedPhase phase) => Volatile.Write(ref *(int*)(at + PhaseAt), (int)phase);
}
