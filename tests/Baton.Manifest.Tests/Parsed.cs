using System.Text;
using Baton.Manifest.Json;
using Baton.Manifest.Toml;
using Baton.Manifest.Tree;

namespace Baton.Manifest.Tests;

/// <summary>What reading a text gave.</summary>
internal sealed record Parsed(TableNode? Root, Diagnostics Diagnostics)
{
    /// <summary>The problems as <c>line:column: message</c>.</summary>
    public string[] Problems => [.. Diagnostics.All.Select(d => $"{d.Place.Line}:{d.Place.Column}: {d.Message}")];

    public static Parsed Toml(string text) => Toml(Encoding.UTF8.GetBytes(text));

    public static Parsed Toml(byte[] bytes)
    {
        var diagnostics = new Diagnostics();
        return new Parsed(TomlReader.Read("baton.toml", bytes, diagnostics), diagnostics);
    }

    public static Parsed Json(string text) => Json(Encoding.UTF8.GetBytes(text));

    public static Parsed Json(byte[] bytes)
    {
        var diagnostics = new Diagnostics();
        return new Parsed(JsonReader.Read("registry.json", bytes, diagnostics), diagnostics);
    }

    /// <summary>Everything in the tree with its place, a line each: <c>1:1 services = a table</c>.</summary>
    public static IEnumerable<string> Places(TableNode table) => table.Entries.SelectMany(Places);

    private static IEnumerable<string> Places(Entry entry)
    {
        var own = $"{Short(entry.KeyPlace)} {entry.Key} = {Short(entry.Value.Place)} {entry.Value.Kind}";
        return entry.Value is TableNode table ? [own, .. Places(table)] : [own];
    }

    private static string Short(Place place) => $"{place.Line}:{place.Column}";
}
