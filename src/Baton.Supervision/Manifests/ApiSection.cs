using Baton.Manifest.Binding;
using Baton.Manifest.Text;

namespace Baton.Supervision.Manifests;

/// <summary>The table <c>api</c>: where the control API listens, and whom it answers there.</summary>
public sealed record ApiSection
{
    /// <summary>Most entries of each list.</summary>
    public const int MostEntries = 64;

    /// <summary>What holds where nothing is said.</summary>
    public static ApiSection Default { get; } = new();

    /// <summary>Addresses, each of which <see cref="ListenText"/> can read; empty: none; null (the default): not said.</summary>
    public IReadOnlyList<string>? Listen { get; init; }

    /// <summary>File of tokens, as written: relative to the project. Null (the default): none.</summary>
    public string? TokenFile { get; init; }

    /// <summary>Other names that this machine is called by, each with or without a port.</summary>
    public IReadOnlyList<string> Hosts { get; init; } = [];

    /// <summary>Pages of other sites that may use the API, as <c>https://tools.example</c>.</summary>
    public IReadOnlyList<string> CorsOrigins { get; init; } = [];

    /// <summary>Reads it from the root, where it may be missing.</summary>
    public static ApiSection Bind(TableReader root)
    {
        if (root.SubTable("api") is not { } table) return Default;
        var section = new ApiSection
        {
            Listen = Addresses(table),
            TokenFile = table.OptionalString("token_file"),
            Hosts = Each(table, "hosts", HostText.IsHost, "is no host: write a name or address, with or without a port, as baton.example or baton.example:8443"),
            CorsOrigins = Each(table, "cors_origins", HostText.IsOrigin, "is no origin: write each site by its own name, as https://tools.example or http://localhost:5173, without a path or \"*\""),
        };
        table.Finish();
        return section;
    }

    private static IReadOnlyList<string>? Addresses(TableReader table)
    {
        if (table.StringOrList("listen") is not { } written) return null;
        var texts = written.Items ?? [written.Text!];
        if (texts is [ListenText.None]) return [];
        if (texts.Count > ListenText.Most) table.Report("listen", $"there are more than {ListenText.Most} addresses");
        foreach (var text in texts)
        {
            if (text == ListenText.None) table.Report("listen", "\"none\" goes with no other address");
            else if (ListenText.Parse(text) is null) table.Report("listen", $"cannot listen on {Quoted.Text(text)}: write {ListenText.Form}");
        }

        if (texts.Distinct().Count() != texts.Count) table.Report("listen", "an address stands there twice");
        return texts;
    }

    private static string[] Each(TableReader table, string key, Func<string, bool> isGood, string problem)
    {
        var items = table.StringList(key);
        if (items.Count > MostEntries) table.Report(key, $"there are more than {MostEntries} entries");
        foreach (var item in items.Where(item => !isGood(item.Text))) table.Diagnostics.Add(item.Place, $"\"{item.Text}\" {problem}");
        return [.. items.Select(item => item.Text.ToLowerInvariant())];
    }
}
