using System.Globalization;

namespace Baton.Control.Metrics;

/// <summary>The samples of a family that is a histogram.</summary>
/// <param name="family">Its name.</param>
/// <param name="limits">The upper ends of its buckets but the last, which has none; ascending.</param>
internal sealed class Histogram(string family, IReadOnlyList<double> limits)
{
    private readonly string _bucket = $"{family}_bucket";
    private readonly string _sum = $"{family}_sum";
    private readonly string _count = $"{family}_count";
    private readonly string[] _words = [.. limits.Select(static limit => limit.ToString("R", CultureInfo.InvariantCulture)), "+Inf"];

    /// <summary>Its name.</summary>
    public string Family => family;

    /// <summary>The upper ends of its buckets but the last.</summary>
    public IReadOnlyList<double> Limits => limits;

    /// <summary>Writes the samples of one thing.</summary>
    /// <param name="to">Where to.</param>
    /// <param name="counts">How many fell into each bucket alone: one more than there are limits.</param>
    /// <param name="sum">All that was measured, together.</param>
    /// <param name="label">What they are of.</param>
    /// <param name="second">And of what of that; null when that is all.</param>
    public void Write(MetricsWriter to, IReadOnlyList<long> counts, TimeSpan sum, MetricLabel label, MetricLabel? second = null)
    {
        long all = 0;
        for (var i = 0; i < _words.Length; i++)
        {
            all += counts[i];
            var le = new MetricLabel("le", _words[i]);
            if (second is { } both) to.Sample(_bucket, all, label, both, le);
            else to.Sample(_bucket, all, label, le);
        }

        if (second is { } two)
        {
            to.Sample(_sum, sum.TotalSeconds, label, two);
            to.Sample(_count, all, label, two);
        }
        else
        {
            to.Sample(_sum, sum.TotalSeconds, label);
            to.Sample(_count, all, label);
        }
    }
}
