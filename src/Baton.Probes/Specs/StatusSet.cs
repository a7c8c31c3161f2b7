using System.Globalization;

namespace Baton.Probes.Specs;

/// <summary>HTTP statuses, as single ones and ranges: <c>200-299,304</c>. Compared by value.</summary>
public sealed class StatusSet : IEquatable<StatusSet>
{
    private const int Lowest = 100, Highest = 599;

    private readonly bool[] _contains = new bool[Highest - Lowest + 1];

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
            for (var status = first; status <= last; status++) made._contains[status - Lowest] = true;
        }

        set = made;
        return true;
    }

    /// <summary>It is one of them.</summary>
    public bool Contains(int status) => status is >= Lowest and <= Highest && _contains[status - Lowest];

    /// <inheritdoc/>
    public bool Equals(StatusSet? other) => other is not null && _contains.AsSpan().SequenceEqual(other._contains);

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

    private static bool IsStatus(string text, out int status) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out status) && status is >= Lowest and <= Highest;
}
