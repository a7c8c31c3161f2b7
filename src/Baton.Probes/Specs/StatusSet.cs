using System.Globalization;

namespace Baton.Probes.Specs;

/// <summary>HTTP statuses, as single ones and ranges: <c>200-299,304</c>. Compared by value.</summary>
public sealed class StatusSet : IEquatable<StatusSet>
{
    private const int Lowest = 100, Highest = 599, Bits = 64;

    // Bits, since each probe has a set of its own.
    private readonly ulong[] _words = new ulong[((Highest - Lowest) / Bits) + 1];

    private StatusSet()
    {
    }

    /// <summary>200 to 399.</summary>
    public static StatusSet Default { get; } = TryParse("200-399", out var set) ? set : throw new System.Diagnostics.UnreachableException();

    /// <summary>Reads the form <c>200-299,304</c>: 100 to 599, at least one, the lower end of a range first.</summary>
    public static bool TryParse(string text, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out StatusSet? set)
    {
        set = null;
        var made = new StatusSet();
        foreach (var part in text.Split(','))
        {
            var ends = part.Split('-', StringSplitOptions.TrimEntries);
            if (ends.Length > 2 || !IsStatus(ends[0], out var first) || !IsStatus(ends[^1], out var last) || last < first) return false;
            for (var status = first; status <= last; status++) made._words[(status - Lowest) / Bits] |= Bit(status);
        }

        set = made;
        return true;
    }

    /// <summary>It is one of them.</summary>
    public bool Contains(int status) => status is >= Lowest and <= Highest && (_words[(status - Lowest) / Bits] & Bit(status)) != 0;

    /// <inheritdoc/>
    public bool Equals(StatusSet? other) => other is not null && _words.AsSpan().SequenceEqual(other._words);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as StatusSet);

    /// <inheritdoc/>
    public override int GetHashCode() => ToString().GetHashCode(StringComparison.Ordinal);

    /// <summary>The shortest text that reads as the same set.</summary>
    public override string ToString()
    {
        var parts = new List<string>();
        for (var status = Lowest; status <= Highest; status++)
        {
            if (!Contains(status)) continue;
            var first = status;
            while (Contains(status + 1)) status++;
            parts.Add(first == status ? $"{first}" : $"{first}-{status}");
        }

        return string.Join(',', parts);
    }

    private static ulong Bit(int status) => 1UL << ((status - Lowest) % Bits);

    private static bool IsStatus(string text, out int status) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out status) && status is >= Lowest and <= Highest;
}
