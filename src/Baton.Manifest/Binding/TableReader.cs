using Baton.Manifest.Text;
using Baton.Manifest.Tree;

namespace Baton.Manifest.Binding;

/// <summary>
/// Binds one table strictly: each key is asked for with the type it must have, nothing is converted silently, and
/// <see cref="Finish"/> refuses what nobody asked for. Every problem is collected at its place, and the answer then is the default, so
/// that one reading finds all of them; who binds looks at the diagnostics before using anything.
/// </summary>
/// <remarks>
/// Parts: this file the frame, <c>.Scalars</c> text, booleans and words, <c>.Numbers</c> numbers, durations and sizes, <c>.Lists</c>
/// lists and maps, <c>.Tables</c> tables inside.
/// </remarks>
public sealed partial class TableReader
{
    // Of each entry whether it was asked for; of a manifest with thousands of services there are tens of thousands of these readers.
    private readonly bool[] _asked;
    private readonly AskedWords _none;
    private List<TableReader>? _inner;
    private AskedWords _words;

    /// <param name="table">The table.</param>
    /// <param name="diagnostics">Takes every problem.</param>
    /// <param name="path">Its dotted name for messages (<c>services.api</c>); empty for the root.</param>
    public TableReader(TableNode table, Diagnostics diagnostics, string path = "")
        : this(table, diagnostics, path, AskedWords.Begin())
    {
    }

    private TableReader(TableNode table, Diagnostics diagnostics, string path, AskedWords none)
    {
        (_none, _words) = (none, none);
        Table = table;
        _asked = new bool[table.Entries.Count];
        Diagnostics = diagnostics;
        Path = path;
    }

    /// <summary>Another reader of the same table, to bind it once more; what was asked for so far counts as asked for there.</summary>
    public TableReader Again()
    {
        var other = new TableReader(Table, Diagnostics, Path, _none) { Interpolation = Interpolation, _words = _words };
        _asked.CopyTo(other._asked, 0);
        return other;
    }

    /// <summary>The table.</summary>
    public TableNode Table { get; }

    /// <summary>Its dotted name for messages; empty for the root.</summary>
    public string Path { get; }

    /// <summary>Where problems go.</summary>
    public Diagnostics Diagnostics { get; }

    /// <summary>What is put into its texts, and into those of tables inside that are asked for later; null (the default): nothing.</summary>
    public Interpolation? Interpolation { get; set; }

    /// <summary>
    /// Every key that was asked for so far, dotted from the root, also in the tables inside: what the binder knows, for checks of the
    /// documentation against it.
    /// </summary>
    public IEnumerable<string> AskedKeys => _words.All().Reverse().Distinct().Select(PathOf).Concat((_inner ?? []).SelectMany(inner => inner.AskedKeys));

    /// <summary>True when the key is there, whatever its value. It does not count as asking for it.</summary>
    public bool Has(string key) => Table.Find(key) is not null;

    /// <summary>Where the key's value stands; the table itself when the key is missing.</summary>
    public Place PlaceOf(string key) => Table.Find(key)?.Value.Place ?? Table.Place;

    /// <summary>Tells a problem of a key's value that only the caller can see; it stands at the value.</summary>
    public void Report(string key, string message) => Diagnostics.Add(PlaceOf(key), message);

    /// <summary>
    /// Refuses every key that nobody asked for, with the nearest one that somebody did; not <c>x-*</c>, <c>_*</c>, <c>version</c> and
    /// <c>description</c>, which are for people. To be called last.
    /// </summary>
    public void Finish()
    {
        for (var i = 0; i < _asked.Length; i++)
        {
            var entry = Table.Entries[i];
            if (_asked[i] || IsForPeople(entry.Key)) continue;
            Diagnostics.Add(entry.KeyPlace, $"unknown key {Quoted.Text(entry.Key)}{In()}{(Diagnostics.IsFull ? "" : NearestWord.Hint(entry.Key, _words.All().Reverse()))}");
        }
    }

    private static bool IsForPeople(string key) =>
        key is "version" or "description" || key.StartsWith("x-", StringComparison.Ordinal) || key.StartsWith('_');

    /// <summary>Asks for a key: its value, or null when it is missing.</summary>
    private Node? Ask(string key)
    {
        _words = _words.Then(key);
        var index = Table.IndexOf(key);
        if (index < 0) return null;
        _asked[index] = true;
        return Table.Entries[index].Value;
    }

    private TableReader Inside(TableNode table, string path)
    {
        var inner = new TableReader(table, Diagnostics, path, _none) { Interpolation = Interpolation };
        (_inner ??= []).Add(inner);
        return inner;
    }

    private void ReportType(Node value, string expected) => Diagnostics.Add(value.Place, $"expected {expected}, found {value.Kind}");

    private void ReportMissing(string key) => Diagnostics.Add(Table.Place, $"missing key \"{key}\"{In()}");

    private string In() => Path.Length == 0 ? "" : $" in {Quoted.Text(Path)}";

    private string PathOf(string key) => Path.Length == 0 ? key : $"{Path}.{key}";
}
