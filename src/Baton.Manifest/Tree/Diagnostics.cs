namespace Baton.Manifest.Tree;

/// <summary>One problem of a manifest, at its place.</summary>
/// <param name="Place">Where.</param>
/// <param name="Message">What, and how to fix it when that is known; no full stop.</param>
public sealed record Diagnostic(Place Place, string Message)
{
    /// <summary><c>file:line:column: message</c>, as editors and terminals link it.</summary>
    public override string ToString() => $"{Place}: {Message}";
}

/// <summary>Collects the problems of a manifest, so that all are told at once.</summary>
public sealed class Diagnostics
{
    /// <summary>How many problems are kept; more help nobody, and a hostile file could hold millions.</summary>
    public const int Limit = 200;

    private readonly List<Diagnostic> _all = [];

    /// <summary>The problems found so far, file after file and in the order of each; at most <see cref="Limit"/>.</summary>
    public IReadOnlyList<Diagnostic> All =>
        [.. _all.GroupBy(d => d.Place.File).SelectMany(file => file.OrderBy(d => d.Place.Line).ThenBy(d => d.Place.Column))];

    /// <summary>True when nothing was wrong.</summary>
    public bool IsEmpty => _all.Count == 0;

    /// <summary>True when <see cref="Limit"/> problems are kept: looking for more is of no use.</summary>
    public bool IsFull => _all.Count >= Limit;

    /// <summary>Problems found beyond <see cref="Limit"/>; 0 when all are in <see cref="All"/>.</summary>
    public int Dropped { get; private set; }

    /// <summary>How many problems were added so far.</summary>
    public int Count => _all.Count + Dropped;

    /// <summary>Adds a problem, unless one of the same place is kept: what one table says of several services is wrong once.</summary>
    public void AddOnce(Place place, string message)
    {
        if (!_all.Exists(problem => problem.Place == place)) Add(place, message);
    }

    /// <summary>Adds a problem.</summary>
    public void Add(Place place, string message)
    {
        if (IsFull) Dropped++;
        else _all.Add(new Diagnostic(place, message));
    }
}
