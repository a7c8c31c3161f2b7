using Baton.Health.History;

namespace Baton.Health.Tests.History;

/// <summary>All results of a monitor, and the plain answers to what can be asked of them.</summary>
internal sealed class SlowModel
{
    private readonly List<SingleResult> _all = [];

    public SingleResult this[int index] => _all[index];

    public void Add(SingleResult result) => _all.Add(result);

    public List<SingleResult> Between(DateTimeOffset from, DateTimeOffset to) => _all.FindAll(result => result.At >= from && result.At < to);

    public Uptime Uptime(DateTimeOffset from) => Count(_all.FindAll(result => result.At >= from));

    public IEnumerable<SingleResult> Newest(int count) => _all.Skip(Math.Max(0, _all.Count - count));

    public static Uptime Count(List<SingleResult> results) => new(results.Count(result => result.IsSuccess), results.Count(result => !result.IsSuccess));

    public static double? Percentile(List<SingleResult> results, double part)
    {
        var sorted = results.Where(result => result.IsSuccess).Select(result => result.Took.TotalMilliseconds).Order().ToList();
        return sorted.Count == 0 ? null : sorted[(int)Math.Ceiling(part * sorted.Count) - 1];
    }
}
