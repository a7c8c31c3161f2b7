namespace Baton.Health.Alarms;

/// <summary>The silences that are in force: one for each monitor at most, and one for all. Belongs to the fleet's actor.</summary>
internal sealed class SilenceBook
{
    // No monitor has an empty name.
    private const string All = "";

    private readonly SortedDictionary<string, Silence> _silences = new(StringComparer.Ordinal);

    public SilenceBook(IEnumerable<Silence> known)
    {
        foreach (var silence in known) _silences[silence.Monitor ?? All] = silence;
    }

    /// <summary>All of them, that for all monitors first.</summary>
    public IReadOnlyList<Silence> List => [.. _silences.Values];

    /// <summary>When the first of them ends; null when there is none.</summary>
    public DateTimeOffset? NextEnd => _silences.Count == 0 ? null : _silences.Values.Min(silence => silence.Until);

    /// <summary>A monitor is silent.</summary>
    public bool Holds(string monitor, DateTimeOffset at) =>
        _silences.Count > 0 && ((_silences.TryGetValue(monitor, out var own) && own.Until > at) || (_silences.TryGetValue(All, out var all) && all.Until > at));

    /// <summary>There is one of that monitor.</summary>
    public bool Has(string monitor) => _silences.ContainsKey(monitor);

    /// <summary>There is room for one of each of these, null being all: in the place of its own, or beside the others.</summary>
    public bool HasRoomFor(IEnumerable<string?> monitors) => _silences.Count + monitors.Count(monitor => !_silences.ContainsKey(monitor ?? All)) <= Silence.Most;

    /// <summary>Adds one, in place of another for the same.</summary>
    public void Add(Silence silence) => _silences[silence.Monitor ?? All] = silence;

    /// <summary>Ends the one for that monitor, or for all; null when there is none.</summary>
    public Silence? End(string? monitor) => _silences.Remove(monitor ?? All, out var silence) ? silence : null;

    /// <summary>Ends those whose time is over.</summary>
    public IReadOnlyList<Silence> EndOver(DateTimeOffset at)
    {
        if (NextEnd is not { } first || first > at) return [];
        var over = _silences.Values.Where(silence => silence.Until <= at).ToList();
        foreach (var silence in over) _silences.Remove(silence.Monitor ?? All);
        return over;
    }
}
