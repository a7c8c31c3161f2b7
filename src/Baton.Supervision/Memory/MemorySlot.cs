using System.Text;
using Baton.Core;
using Baton.Supervision.Services;

namespace Baton.Supervision.Memory;

/// <summary>
/// The bytes of one service's place, 2,176: the length of its name (1) and its name (64) at 0, at 96 which record is valid, at 128 two
/// records. A change is written into the other record and takes effect with one aligned store, so that a daemon that dies anywhere leaves
/// either the old state or the new.
/// </summary>
internal readonly unsafe struct MemorySlot(byte* at)
{
    public const int Bytes = RecordsAt + (2 * RecordBytes);

    /// <summary>To be the size of <see cref="MemoryRecord"/>; checked when a memory is opened.</summary>
    public const int RecordBytes = 1024;

    private const byte Vacant = 255;
    private const int NameAt = 1, ValidAt = 96, RecordsAt = 128;
    private const int None = 0, First = 1, Second = 2;

    public bool IsFree => Volatile.Read(ref *at) == 0;

    /// <summary>Its service has gone: another may have it. What comes after it counts all the same.</summary>
    public bool IsVacant => Volatile.Read(ref *at) == Vacant;

    /// <summary>The service; null when the bytes make no name.</summary>
    public string? Name
    {
        get
        {
            var length = *at;
            if (length is 0 or > Names.MaxLength) return null;
            var name = Encoding.Latin1.GetString(at + NameAt, length);
            return Names.IsValid(name) ? name : null;
        }
    }

    /// <summary>Something was stored in it.</summary>
    public bool HasState => Volatile.Read(ref Valid) != None;

    private ref int Valid => ref *(int*)(at + ValidAt);

    public void Claim(string name)
    {
        Volatile.Write(ref Valid, None);
        Encoding.ASCII.GetBytes(name, new Span<byte>(at + NameAt, Names.MaxLength));
        Volatile.Write(ref *at, (byte)name.Length);
    }

    /// <summary>Gives it to another service to come. One store, so that it is either this or the service's as before.</summary>
    public void Vacate() => Volatile.Write(ref *at, Vacant);

    public void Free() => Volatile.Write(ref *at, 0);

    public void Store(Service state, in SlotFacts facts)
    {
        var next = Volatile.Read(ref Valid) == First ? Second : First;
        RecordAt(next)->Write(state, facts);
        Volatile.Write(ref Valid, next);
    }

    public void StoreCause(long? cause)
    {
        if (HasState) Volatile.Write(ref RecordAt(Valid)->Cause, cause ?? -1);
    }

    public void StoreLeaveTold()
    {
        if (HasState) Volatile.Write(ref RecordAt(Valid)->LeaveToTell, 0);
    }

    /// <summary>What was stored last; null when it makes no sense.</summary>
    public (Service State, SlotFacts Facts)? Read() => Valid is First or Second ? RecordAt(Valid)->Read() : null;

    private MemoryRecord* RecordAt(int which) => (MemoryRecord*)(at + RecordsAt + (which == Second ? RecordBytes : 0));
}
