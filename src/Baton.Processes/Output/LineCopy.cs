using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Baton.Processes.Output;

/// <summary>
/// The inner loop of a flood: whole lines, each behind the same prefix, found and copied in one pass of 16 bytes at a time. Searching for
/// the end and copying in two passes costs three times as much for lines of ordinary length.
/// </summary>
internal static class LineCopy
{
    private const int Step = 16;

    /// <summary>
    /// Copies as many whole lines as it can. It stops where a step would read behind the input or write behind the output, so a few
    /// lines that would fit may be left; bytes behind what was written may have been overwritten.
    /// </summary>
    /// <param name="input">Begins with a line.</param>
    /// <param name="output">Takes them.</param>
    /// <param name="prefix">What is put before each.</param>
    /// <returns>Bytes of input used, and of output written.</returns>
    public static (int Used, int Written) Copy(ReadOnlySpan<byte> input, Span<byte> output, ReadOnlySpan<byte> prefix)
    {
        if (input.Length < Step || output.Length < prefix.Length + Step || prefix.Length < Step) return (0, 0);
        ref var source = ref MemoryMarshal.GetReference(input);
        ref var target = ref MemoryMarshal.GetReference(output);
        ref var head = ref MemoryMarshal.GetReference(prefix);
        var newLine = Vector128.Create((byte)'\n');
        // Both positions are compared with the last allowed one before each step, so additions need no check of their own.
        nuint lastRead = (nuint)(input.Length - Step), lastWrite = (nuint)(output.Length - Step), headLength = (nuint)prefix.Length;
        nuint used = 0, written = 0, from = 0, to = headLength;
        while (from <= lastRead && to <= lastWrite)
        {
            if (from == used) CopyHead(ref head, ref Unsafe.Add(ref target, written), headLength);
            var bytes = Vector128.LoadUnsafe(ref source, from);
            bytes.StoreUnsafe(ref target, to);
            var ends = Vector128.Equals(bytes, newLine).ExtractMostSignificantBits();
            if (ends == 0)
            {
                from = unchecked(from + Step);
                to = unchecked(to + Step);
                continue;
            }

            var length = unchecked((nuint)BitOperations.TrailingZeroCount(ends) + 1);
            used = from = unchecked(from + length);
            written = unchecked(to + length);
            to = unchecked(written + headLength);
        }

        return ((int)used, (int)written);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void CopyHead(ref byte head, ref byte target, nuint length)
    {
        nuint at = 0;
        for (; unchecked(at + Step) <= length; at = unchecked(at + Step)) Vector128.LoadUnsafe(ref head, at).StoreUnsafe(ref target, at);
        var last = unchecked(length - Step);
        Vector128.LoadUnsafe(ref head, last).StoreUnsafe(ref target, last);
    }
}
