using System.Buffers.Binary;
using Baton.Journal.Records;
using Microsoft.Win32.SafeHandles;

namespace Baton.Journal.Writing;

/// <summary>
/// The file <c>numbers</c>: up to which number facts may have been published. Numbers are reserved in blocks ahead of their use, so that
/// after a sudden death none is given to a second fact. Two slots of 24 bytes are written in turn and in place: a torn one leaves the other,
/// and a full disk takes it too.
/// </summary>
internal sealed class NumberReserve : IDisposable
{
    /// <summary>How many numbers are reserved at a time.</summary>
    public const long Block = 65_536;

    private const int SlotBytes = 24;

    private readonly SafeFileHandle _file;
    private long _generation;

    private NumberReserve(SafeFileHandle file) => _file = file;

    /// <summary>The last number that may be in use.</summary>
    public long Reserved { get; private set; }

    /// <summary>Opens the file, or makes it.</summary>
    /// <param name="folder">The journal's folder.</param>
    /// <param name="lastWritten">The last number in the journal; counts where the file says nothing.</param>
    public static NumberReserve Open(string folder, long lastWritten)
    {
        var file = File.OpenHandle(Path.Combine(folder, "numbers"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        try
        {
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            var reserve = new NumberReserve(file);
            reserve.Read(lastWritten);
            return reserve;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Says that numbers up to this one may be in use; at an orderly end that is the last one that is.</summary>
    /// <exception cref="IOException">The disk does not take it.</exception>
    public void Reserve(long upTo)
    {
        Span<byte> slot = stackalloc byte[SlotBytes];
        BinaryPrimitives.WriteInt64LittleEndian(slot, _generation + 1);
        BinaryPrimitives.WriteInt64LittleEndian(slot[8..], upTo);
        BinaryPrimitives.WriteUInt32LittleEndian(slot[16..], Checksum.Of(slot[..16]));
        RandomAccess.Write(_file, slot, (_generation + 1) % 2 * SlotBytes);
        _generation++;
        Reserved = upTo;
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private void Read(long lastWritten)
    {
        Span<byte> slots = stackalloc byte[SlotBytes * 2];
        var data = slots[..RandomAccess.Read(_file, slots, 0)];
        for (; data.Length >= SlotBytes; data = data[SlotBytes..])
        {
            var generation = BinaryPrimitives.ReadInt64LittleEndian(data);
            if (generation <= _generation || BinaryPrimitives.ReadUInt32LittleEndian(data[16..]) != Checksum.Of(data[..16])) continue;
            (_generation, Reserved) = (generation, BinaryPrimitives.ReadInt64LittleEndian(data[8..]));
        }

        // Deleted or damaged: what was published and not written is unknown, and cannot be more than was reserved.
        if (_generation == 0 && lastWritten > 0) Reserved = lastWritten + Block;
        Reserved = Math.Max(Reserved, lastWritten);
    }
}
