namespace Baton.Bench.Report;

/// <summary>What one scenario found: each row a supervisor, each further column a figure with its unit.</summary>
internal sealed class Table(params string[] columns)
{
    private readonly List<(string Name, Samples[] Figures)> _rows = [];
    private readonly SortedDictionary<string, string> _failures = new(StringComparer.Ordinal);

    public bool HasFailures => _failures.Count > 0;

    public Samples this[string row, int column]
    {
        get
        {
            var found = _rows.Find(r => r.Name == row).Figures;
            if (found is null) _rows.Add((row, found = [.. columns.Select(_ => new Samples())]));
            return found[column];
        }
    }

    /// <summary>Notes why a row is not complete; the first reason is kept.</summary>
    public void Fail(string row, string reason) => _failures.TryAdd(row, reason);

    public IEnumerable<string> Lines()
    {
        yield return $"| | {string.Join(" | ", columns)} |";
        yield return $"| --- |{string.Concat(columns.Select(_ => " --- |"))}";
        foreach (var (name, figures) in _rows) yield return $"| {name} | {string.Join(" | ", figures.Select(f => f.ToString()))} |";
        if (!HasFailures) yield break;
        yield return "";
        foreach (var (name, reason) in _failures) yield return $"- {name} failed: {reason.ReplaceLineEndings(" ")}";
    }
}
