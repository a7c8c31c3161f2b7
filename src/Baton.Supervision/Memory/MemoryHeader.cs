using System.Text;
using Baton.Processes.Records;

namespace Baton.Supervision.Memory;

/// <summary>
/// First page of the memory: magic, version, slot size, boot id (36 characters at 16), state id (at 56), at 64 which record of the project
/// is valid, and the two, 640 bytes each, at 512 and 1,152.
/// </summary>
internal readonly unsafe struct MemoryHeader(byte* at)
{
    public const int Bytes = 4096;

    private const int Version = 1, BootIdAt = 16, BootIdLength = 36, StateAt = 56, ValidAt = 64, RecordsAt = 512, RecordBytes = 640;
    private const int None = 0, First = 1, Second = 2;

    private static ReadOnlySpan<byte> Magic => "BATONSVC"u8;

    /// <summary>Nothing was ever written here.</summary>
    public bool IsEmpty => !new ReadOnlySpan<byte>(at, Bytes).ContainsAnyExcept((byte)0);

    /// <summary>Written by this version.</summary>
    public bool IsValid => new ReadOnlySpan<byte>(at, 8).SequenceEqual(Magic) && *(int*)(at + 8) == Version && *(int*)(at + 12) == MemorySlot.Bytes;

    private ref int Valid => ref *(int*)(at + ValidAt);

    /// <summary>Its times and pids are of this boot and this state directory.</summary>
    public bool IsOf(string bootId, StateId state) =>
        Encoding.ASCII.GetString(at + BootIdAt, BootIdLength) == bootId && *(ulong*)(at + StateAt) == state.Value;

    /// <summary>Makes it of this boot and state; call when it remembers nothing else.</summary>
    public void Write(string bootId, StateId state)
    {
        Encoding.ASCII.GetBytes(bootId.AsSpan(0, BootIdLength), new Span<byte>(at + BootIdAt, BootIdLength));
        *(ulong*)(at + StateAt) = state.Value;
        *(int*)(at + 8) = Version;
        *(int*)(at + 12) = MemorySlot.Bytes;
        Magic.CopyTo(new Span<byte>(at, 8));
    }

    public void Forget() => Volatile.Write(ref Valid, None);

    public void Store(ProjectMemory project)
    {
        var next = Volatile.Read(ref Valid) == First ? Second : First;
        RecordAt(next)->Write(project);
        Volatile.Write(ref Valid, next);
    }

    /// <summary>What was stored last; null when it makes no sense.</summary>
    public ProjectMemory? Read() => Valid switch
    {
        None => ProjectMemory.None,
        First or Second => RecordAt(Valid)->Read(),
        _ => null,
    };

    private ProjectRecord* RecordAt(int which) => (ProjectRecord*)(at + RecordsAt + (which == Second ? RecordBytes : 0));
}
