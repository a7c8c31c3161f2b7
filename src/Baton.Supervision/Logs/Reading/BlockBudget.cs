using System.Buffers;

namespace Baton.Supervision.Logs.Reading;

/// <summary>
/// Memory of one reading, shared by its services: small blocks for everybody, large ones for long lines as long as there is some left.
/// </summary>
/// <param name="sources">How many services are read.</param>
internal sealed class BlockBudget(int sources)
{
    /// <summary>What a line of the longest piece fits in.</summary>
    internal const int LargeBlock = LogBatch.MaxPieceBytes + 4096;

    private const int SmallBlock = 4096;
    private const int FewSources = 16;

    private int _left = 8 * 1024 * 1024;

    /// <summary>A block to begin with, from the shared pool.</summary>
    public byte[] Rent() => ArrayPool<byte>.Shared.Rent(sources <= FewSources ? LargeBlock : SmallBlock);

    /// <summary>Exchanges a full block for a large one with the same content; false when it is large, or the memory is used up.</summary>
    public bool TryGrow(ref byte[] block)
    {
        if (block.Length >= LargeBlock || _left < LargeBlock) return false;
        _left -= LargeBlock;
        var large = ArrayPool<byte>.Shared.Rent(LargeBlock);
        block.CopyTo(large, 0);
        ArrayPool<byte>.Shared.Return(block);
        block = large;
        return true;
    }
}
