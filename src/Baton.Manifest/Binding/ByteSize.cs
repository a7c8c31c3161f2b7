using System.Globalization;

namespace Baton.Manifest.Binding;

/// <summary>
/// Sizes as people write them: a whole number and a unit, with or without a blank between: <c>10MB</c> (10,000,000 bytes),
/// <c>1 GiB</c> (2^30 bytes). Units are B, KB, MB, GB, TB (powers of 1000) and KiB, MiB, GiB, TiB (powers of 1024), in any case.
/// </summary>
public static class ByteSize
{
    /// <summary>The form in words, for messages.</summary>
    public const string Form = "a size such as \"10MB\", \"1GiB\" or a number of bytes";

    private static readonly (string Name, long Bytes)[] Units =
    [
        ("KiB", 1L << 10), ("MiB", 1L << 20), ("GiB", 1L << 30), ("TiB", 1L << 40),
        ("KB", 1_000), ("MB", 1_000_000), ("GB", 1_000_000_000), ("TB", 1_000_000_000_000), ("B", 1),
    ];

    /// <summary>The number of bytes; null for anything else, a missing unit and what a long cannot hold.</summary>
    public static long? Parse(string text)
    {
        foreach (var (name, bytes) in Units)
        {
            if (!text.EndsWith(name, StringComparison.OrdinalIgnoreCase)) continue;
            var digits = text.AsSpan(0, text.Length - name.Length);
            if (digits.EndsWith(" ")) digits = digits[..^1];
            var isNumber = long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var count);
            return isNumber && count <= long.MaxValue / bytes ? count * bytes : null;
        }

        return null;
    }

    /// <summary>In the largest unit that holds it exactly, for messages: <c>10MB</c>, <c>1KiB</c>, <c>1025B</c>.</summary>
    public static string Describe(long bytes)
    {
        var largest = ("B", 1L);
        foreach (var unit in Units)
        {
            if (bytes != 0 && bytes % unit.Bytes == 0 && unit.Bytes > largest.Item2) largest = unit;
        }

        var (name, size) = largest;
        return string.Create(CultureInfo.InvariantCulture, $"{bytes / size}{name}");
    }
}
