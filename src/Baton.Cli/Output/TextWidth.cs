using System.Globalization;
using System.Text;

namespace Baton.Cli.Output;

/// <summary>How many columns of a terminal a text takes.</summary>
internal static class TextWidth
{
    // First and last of the blocks whose characters take two columns (East Asian Width W and F, Unicode 16, without the gaps within them).
    private static readonly (int First, int Last)[] Wide =
    [
        (0x1100, 0x115F), (0x2E80, 0x303E), (0x3041, 0xA4CF), (0xA960, 0xA97C), (0xAC00, 0xD7A3), (0xF900, 0xFAFF), (0xFE30, 0xFE6F),
        (0xFF01, 0xFF60), (0xFFE0, 0xFFE6), (0x1F300, 0x1F64F), (0x1F680, 0x1F6FF), (0x1F900, 0x1F9FF), (0x20000, 0x3FFFD),
    ];

    /// <summary>Columns; 0 for the empty text.</summary>
    public static int Of(string text)
    {
        var width = 0;
        foreach (var rune in text.EnumerateRunes()) width += Of(rune);
        return width;
    }

    private static int Of(Rune rune)
    {
        if (rune.IsAscii) return 1;
        if (Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format) return 0;
        return Array.Exists(Wide, block => rune.Value >= block.First && rune.Value <= block.Last) ? 2 : 1;
    }
}
