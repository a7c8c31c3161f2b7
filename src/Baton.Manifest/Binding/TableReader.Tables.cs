using System.Globalization;
using Baton.Core;
using Baton.Manifest.Text;
using Baton.Manifest.Tree;

namespace Baton.Manifest.Binding;

/// <content>Tables inside.</content>
public sealed partial class TableReader
{
    /// <summary>A table inside; its own <see cref="Finish"/> is to be called.</summary>
    /// <returns>Null when the key is missing or a problem was told.</returns>
    public TableReader? SubTable(string key)
    {
        var value = Ask(key);
        if (value is null) return null;
        if (value is TableNode table) return Inside(table, PathOf(key));
        ReportType(value, "a table");
        return null;
    }

    /// <summary>As <see cref="NamedTables()"/> of the table under this key; none when the key is missing.</summary>
    public IReadOnlyList<NamedTable> NamedTables(string key) => SubTable(key)?.NamedTables() ?? [];

    /// <summary>
    /// The tables inside this one, whose keys are names that people chose (<c>[services.NAME]</c>). A name against
    /// <see cref="Names.Rule"/>, the reserved one and a value that is no table are told; the table of a wrong name is still given, so that
    /// its own problems are found. Keys for people (see <see cref="Finish"/>) are passed over, unless one that can be a name holds a table.
    /// </summary>
    /// <returns>In the order of the file.</returns>
    public IReadOnlyList<NamedTable> NamedTables()
    {
        var named = new List<NamedTable>(Table.Entries.Count);
        for (var i = 0; i < _asked.Length; i++)
        {
            var entry = Table.Entries[i];
            var table = entry.Value as TableNode;
            if (IsForPeople(entry.Key) && (table is null || entry.Key.StartsWith('_'))) continue;
            _asked[i] = true;
            CheckName(entry);
            if (table is not null) named.Add(new NamedTable(entry, Inside(table, PathOf(entry.Key))));
            else Diagnostics.Add(entry.Value.Place, $"expected a table for {Quoted.Text(entry.Key)}{In()}, found {entry.Value.Kind}");
        }

        return named;
    }

    /// <summary>
    /// The tables of an array that carry their names under a key of theirs, as JSON files often have it. A name that is missing, wrong
    /// (see <see cref="NamedTables()"/>) or used twice and an item that is no table are told.
    /// </summary>
    /// <returns>In the order of the file; none when the key is missing.</returns>
    public IReadOnlyList<NamedItem> NamedItems(string key, string nameKey)
    {
        var value = Ask(key);
        if (value is null) return [];
        if (value is not ArrayNode array)
        {
            ReportType(value, "an array of tables");
            return [];
        }

        var items = new List<NamedItem>(array.Items.Count);
        var places = new Dictionary<string, Place>(StringComparer.Ordinal);
        for (var i = 0; i < array.Items.Count; i++)
        {
            if (array.Items[i] is not TableNode table)
            {
                ReportType(array.Items[i], "a table");
                continue;
            }

            var inner = Inside(table, string.Create(CultureInfo.InvariantCulture, $"{PathOf(key)}[{i}]"));
            items.Add(new NamedItem(NameOf(inner, nameKey, places), inner));
        }

        return items;
    }

    private static PlacedText NameOf(TableReader table, string nameKey, Dictionary<string, Place> places)
    {
        var name = new PlacedText(table.RequiredString(nameKey), table.PlaceOf(nameKey));
        if (name.Text.Length == 0) return name;
        if (NameProblem(name.Text) is { } problem) table.Diagnostics.Add(name.Place, problem);
        else if (!places.TryAdd(name.Text, name.Place))
            table.Diagnostics.Add(name.Place, $"the name \"{name.Text}\" is used twice (first at {places[name.Text].Line}:{places[name.Text].Column})");
        return name;
    }

    private void CheckName(Entry entry)
    {
        if (NameProblem(entry.Key) is { } problem) Diagnostics.Add(entry.KeyPlace, problem);
    }

    private static string? NameProblem(string name) =>
        !Names.IsValid(name) ? $"invalid name {Quoted.Text(name)}: {Names.Rule}"
        : name == Names.Reserved ? $"the name \"{Names.Reserved}\" is reserved for the supervisor's own log"
        : null;
}
