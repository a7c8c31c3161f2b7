using System.Globalization;

namespace Baton.Health.Monitors;

/// <summary>How the latest results of a monitor went, a hundred at most, one bit each.</summary>
/// <param name="Bits">The newest is the lowest; a success is 1.</param>
/// <param name="Count">How many there are.</param>
public readonly record struct LatestOutcomes(UInt128 Bits, int Count)
{
    /// <summary>As many are kept: 100.</summary>
    public const int Most = 100;

    private static readonly UInt128 All = (UInt128.One << Most) - UInt128.One;

    /// <summary>Successes among them in percent, with two decimals, half to even; 100 without any.</summary>
    public double Percentage => Count == 0 ? 100 : Math.Round(100.0 * (int)UInt128.PopCount(Bits) / Count, 2);

    /// <summary>These after one more result; the oldest leaves when there are too many.</summary>
    public LatestOutcomes With(bool isSuccess) => new(((Bits << 1) | (isSuccess ? UInt128.One : UInt128.Zero)) & All, Math.Min(Count + 1, Most));

    /// <summary>As a short text, which <see cref="Read"/> takes; null for none.</summary>
    public string? Write() => Count == 0 ? null : string.Create(CultureInfo.InvariantCulture, $"{Count}:{Bits:x}");

    /// <summary>What such a text means; none for one that means nothing.</summary>
    public static LatestOutcomes Read(string? text)
    {
        var parts = text?.Split(':') ?? [];
        return parts.Length == 2 && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count is > 0 and <= Most
            && UInt128.TryParse(parts[1], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var bits) && bits >> count == UInt128.Zero
            ? new LatestOutcomes(bits, count)
            : default;
    }
}
