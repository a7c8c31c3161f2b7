using System.Buffers;
using Baton.Supervision.Logs.Files;

namespace Baton.Supervision.Logs.Reading;

/// <summary>A line in the pieces that it is given in, tried with a filter where it stands.</summary>
internal static class LinePieces
{
    /// <summary>The filter fits one of its pieces.</summary>
    /// <param name="file">Its file.</param>
    /// <param name="from">Where its text begins.</param>
    /// <param name="end">Where it ends, behind its newline if it has one.</param>
    /// <param name="filter">The filter.</param>
    public static bool AnyFits(LogFile file, long from, long end, LogFilter filter)
    {
        var block = ArrayPool<byte>.Shared.Rent((int)Math.Clamp(end - from, 1, LogBatch.MaxPieceBytes + 1));
        try
        {
            do
            {
                var had = Fill(file, block.AsSpan(0, (int)Math.Min(end - from, LogBatch.MaxPieceBytes + 1)), from);
                var piece = LogPiece.Find(block.AsSpan(0, had), textStart: 0, from + had >= end ? LogEnd.Closed : LogEnd.Open);
                if (filter.Fits(block.AsSpan(0, piece?.TextLength ?? 0))) return true;
                // Nothing more can be read only when somebody cut the file meanwhile.
                if (piece is not { Bytes: > 0 } found) return false;
                from += found.Bytes;
            }
            while (from < end);

            return false;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(block);
        }
    }

    private static int Fill(LogFile file, Span<byte> block, long from)
    {
        var had = 0;
        while (had < block.Length && file.Read(block[had..], from + had) is > 0 and var read) had += read;
        return had;
    }
}
