using System.Globalization;
using Baton.Manifest;
using Baton.Manifest.Binding;
using Baton.Manifest.Tree;
using Baton.Supervision.Manifests;

namespace Baton.Daemon.Manifests;

/// <summary>
/// Reads a native manifest with the files it includes, in their order, below it, and the override file beside it (<c>baton.override.toml</c>
/// for <c>baton.toml</c>) above it. What is above wins, key by key. Only the manifest itself includes.
/// </summary>
internal static class NativeFiles
{
    private const int MostIncludes = 100;
    private const string Include = "include";

    /// <summary>The merged tree; null when the manifest could not be read, and that was told.</summary>
    public static TableNode? Read(string path, Diagnostics diagnostics, ManifestDisk disk)
    {
        if (ManifestFile.Read(path, diagnostics, disk.Read) is not { } own) return null;
        var tables = new List<TableNode>();
        foreach (var file in Included(own, diagnostics))
        {
            var included = Path.Combine(Path.GetDirectoryName(path) ?? "", file.Text);
            if (!disk.FileExists(included) && !disk.FolderExists(included)) diagnostics.Add(file.Place, $"cannot include \"{included}\": it does not exist");
            else if (ManifestFile.Read(included, diagnostics, disk.Read) is { } table) tables.Add(WithoutInclude(table, diagnostics));
        }

        tables.Add(own with { Entries = [.. own.Entries.Where(entry => entry.Key != Include)] });
        var above = Path.ChangeExtension(path, $".override{Path.GetExtension(path)}");
        if (disk.FileExists(above) && ManifestFile.Read(above, diagnostics, disk.Read) is { } last) tables.Add(WithoutInclude(last, diagnostics));
        return tables.Aggregate(TableMerge.Over);
    }

    private static TableNode WithoutInclude(TableNode table, Diagnostics diagnostics)
    {
        if (table.Find(Include) is not { } entry) return table;
        diagnostics.Add(entry.KeyPlace, "only the manifest itself includes files; name them all there");
        return table with { Entries = [.. table.Entries.Where(other => other != entry)] };
    }

    private static IReadOnlyList<PlacedText> Included(TableNode own, Diagnostics diagnostics)
    {
        var files = new TableReader(own, diagnostics).StringList(Include);
        if (files.Count <= MostIncludes) return files;
        diagnostics.Add(files[MostIncludes].Place, string.Create(CultureInfo.InvariantCulture, $"a manifest includes at most {MostIncludes} files"));
        return [];
    }
}
