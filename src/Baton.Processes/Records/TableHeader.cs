using System.Text;

namespace Baton.Processes.Records;

/// <summary>First page of the run table: magic, version, slot size, boot id (36 characters at 16) and state id (at 56).</summary>
internal readonly unsafe struct TableHeader(byte* at)
{
    public const int Bytes = 4096;

    private const int Version = 1, BootIdLength = 36;

    private static ReadOnlySpan<byte> Magic => "BATONRUN"u8;

    /// <summary>No run table of this version was ever here: all zero.</summary>
    public bool IsEmpty => !new ReadOnlySpan<byte>(at, Bytes).ContainsAnyExcept((byte)0);

    /// <summary>Written by this version.</summary>
    public bool IsValid => new ReadOnlySpan<byte>(at, 8).SequenceEqual(Magic) && *(int*)(at + 8) == Version && *(int*)(at + 12) == RunSlot.Bytes;

    /// <summary>Its pids are of this boot and this state directory.</summary>
    public bool IsOf(string bootId, StateId state) =>
        Encoding.ASCII.GetString(at + 16, BootIdLength) == bootId && *(ulong*)(at + 56) == state.Value;

    /// <summary>Makes it of this boot and state; call when no slot claims a process any more.</summary>
    public void Write(string bootId, StateId state)
    {
        Encoding.ASCII.GetBytes(bootId.AsSpan(0, BootIdLength), new Span<byte>(at + 16, BootIdLength));
        *(ulong*)(at + 56) = state.Value;
        *(int*)(at + 8) = Version;
        *(int*)(at + 12) = RunSlot.Bytes;
        Magic.CopyTo(new Span<byte>(at, 8));
    }
}
