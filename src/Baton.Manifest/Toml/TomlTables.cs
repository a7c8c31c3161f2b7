using System.Diagnostics;
using Baton.Manifest.Text;
using Baton.Manifest.Tree;

namespace Baton.Manifest.Toml;

/// <summary>
/// TOML's rules on who may define which table, and how often. A breach is told with the place of what was there first; what follows it
/// goes into a table that is not part of the result, so that its own problems are still found.
/// </summary>
internal sealed class TomlTables(TomlCursor cursor)
{
    /// <summary>The table of a <c>[header]</c>.</summary>
    public TableBuilder Open(TableBuilder root, KeyPart[] key, Place place)
    {
        if (Walk(root, key, OnHeaderWay) is not { } parent) return Detached(place);
        var last = key[^1];
        switch (parent.Find(last.Text))
        {
            case null:
                return AddTable(parent, last, TableOrigin.Header, place);
            case TableSlot.Table { Builder: { Origin: TableOrigin.OnTheWay } table }:
                table.Define(TableOrigin.Header, place);
                return table;
            case { } other:
                ReportTwice(last, other);
                return Detached(place);
        }
    }

    /// <summary>The new table that a <c>[[header]]</c> appends.</summary>
    public TableBuilder AppendToArray(TableBuilder root, KeyPart[] key, Place place)
    {
        if (Walk(root, key, OnHeaderWay) is not { } parent) return Detached(place);
        var last = key[^1];
        switch (parent.Find(last.Text))
        {
            case null:
                var tables = new TableSlot.Tables(last, place);
                parent.Add(tables);
                return Append(tables, parent.Depth, place);
            case TableSlot.Tables there:
                return Append(there, parent.Depth, place);
            case { } other:
                cursor.Report(last.Place, $"cannot append a table to {Quoted.Text(last.Text)}: it is {other.Kind}{First(other)}");
                return Detached(place);
        }
    }

    /// <summary>Puts a value under a key, which may be dotted.</summary>
    public void Assign(TableBuilder section, KeyPart[] key, Node value)
    {
        if (Walk(section, key, OnDottedWay) is not { } table) return;
        var last = key[^1];
        if (table.Find(last.Text) is { } other) ReportTwice(last, other);
        else table.Add(new TableSlot.Closed(last, value));
    }

    private static TableBuilder? Walk(TableBuilder from, KeyPart[] key, Func<TableBuilder, KeyPart, TableBuilder?> step)
    {
        var table = from;
        for (var i = 0; i < key.Length - 1 && table is not null; i++) table = step(table, key[i]);
        return table;
    }

    private TableBuilder? OnHeaderWay(TableBuilder table, KeyPart part)
    {
        switch (table.Find(part.Text))
        {
            case null:
                return AddTable(table, part, TableOrigin.OnTheWay, part.Place);
            case TableSlot.Table there:
                return there.Builder;
            case TableSlot.Tables there:
                return there.Builders[^1];
            case { } other:
                return ReportClosed(part, other);
        }
    }

    private TableBuilder? OnDottedWay(TableBuilder table, KeyPart part)
    {
        switch (table.Find(part.Text))
        {
            case null:
                return AddTable(table, part, TableOrigin.DottedKey, part.Place);
            case TableSlot.Table { Builder: var there } when there.Origin != TableOrigin.Header:
                // A table that was only named on the way to another is defined by these keys, so a header can no longer define it.
                if (there.Origin == TableOrigin.OnTheWay) there.Define(TableOrigin.DottedKey, part.Place);
                return there;
            case { } other:
                return ReportClosed(part, other);
        }
    }

    private TableBuilder AddTable(TableBuilder parent, KeyPart key, TableOrigin origin, Place place)
    {
        var table = NewTable(place, origin, parent.Depth + 1);
        parent.Add(new TableSlot.Table(key, table));
        return table;
    }

    private TableBuilder Append(TableSlot.Tables tables, int parentDepth, Place place)
    {
        // The array takes one level, its tables the next.
        var table = NewTable(place, TableOrigin.Header, parentDepth + 2);
        tables.Builders.Add(table);
        return table;
    }

    private TableBuilder NewTable(Place place, TableOrigin origin, int depth)
    {
        cursor.CountValue(place);
        if (depth > Limits.MaxDepth) cursor.Fail(place, Limits.TooDeep);
        return new TableBuilder(place, origin, depth);
    }

    private static TableBuilder Detached(Place place) => new(place, TableOrigin.Header, depth: 0);

    private TableBuilder? ReportClosed(KeyPart part, TableSlot other)
    {
        var why = other switch
        {
            TableSlot.Table => "the table is defined by its own header",
            TableSlot.Tables => "it is an array of tables",
            TableSlot.Closed => $"it is {other.Kind}",
            _ => throw new UnreachableException(),
        };
        cursor.Report(part.Place, $"cannot add to {Quoted.Text(part.Text)}: {why}{First(other)}");
        return null;
    }

    private void ReportTwice(KeyPart part, TableSlot other)
    {
        var what = other is TableSlot.Closed ? "key" : other is TableSlot.Tables ? "array of tables" : "table";
        cursor.Report(part.Place, $"{what} {Quoted.Text(part.Text)} is defined twice{First(other)}");
    }

    private static string First(TableSlot other)
    {
        var place = other is TableSlot.Table { Builder: var table } ? table.Place : other.Key.Place;
        return $" (first at {place.Line}:{place.Column})";
    }
}
