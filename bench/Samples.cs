using System.Globalization;

namespace Baton.Bench;

/// <summary>The measurements of one figure.</summary>
internal sealed class Samples
{
    private readonly List<double> _values = [];

    public void Add(double value) => _values.Add(value);

    /// <summary>Middle value (the lower of two), lowest and highest; a dash when there is none.</summary>
    public override string ToString()
    {
        if (_values.Count == 0) return "–";
        var sorted = _values.Order().ToList();
        return sorted.Count == 1 ? Figure(sorted[0])
            : $"**{Figure(sorted[(sorted.Count - 1) / 2])}** ({Figure(sorted[0])} to {Figure(sorted[^1])})";
    }

    private static string Figure(double value) => value.ToString(Math.Abs(value) switch
    {
        _ when double.IsInteger(value) => "#,0",
        >= 100 => "#,0",
        >= 10 => "0.0",
        _ => "0.00",
    }, CultureInfo.InvariantCulture);
}
