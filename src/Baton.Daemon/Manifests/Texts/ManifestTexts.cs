using System.Globalization;
using Baton.Control;
using Baton.Manifest.Tree;
using Baton.Supervision.Services;

namespace Baton.Daemon.Manifests.Texts;

/// <summary>What the files of a manifest say of single services, from what was kept of them: the files may be others by now.</summary>
internal static class ManifestTexts
{
    private static readonly HashSet<string> None = [];

    /// <summary>One service.</summary>
    /// <param name="reading">The manifest.</param>
    /// <param name="files">What <c>Files</c> gives of it.</param>
    /// <param name="service">The service.</param>
    public static ManifestText Of(ManifestReading reading, IReadOnlyList<SourceFile> files, ServiceDefinition service)
    {
        if (reading.Locations.ManifestAsTyped is not { } path || ManifestFormat.Of(path) is not { } format) return new ManifestText(ManifestFormat.NoSource, "", None);
        var name = NameOf(service);
        var (texts, declared) = (new List<(string File, int Line, string Text)>(), new HashSet<string>());
        foreach (var file in files)
        {
            if (ServiceLines.Find(file.Root, name) is not { } node) continue;
            declared.UnionWith(ServiceLines.Variables(node));
            texts.AddRange(TextsOf(file, name, node).Select(text => (ShownAs(file.Path, path, reading), text.Line, text.Text)));
        }

        if (texts.Count == 0) return new ManifestText(format.Source, "", declared);
        var hasOneFile = texts.TrueForAll(text => text.File == texts[0].File);
        var all = string.Join("\n\n", texts.Select(text => hasOneFile ? text.Text : string.Create(CultureInfo.InvariantCulture, $"# {text.File}:{text.Line}\n{text.Text}")));
        return new ManifestText(format.Source, all, declared, texts[0].File, texts[0].Line);
    }

    /// <summary>The name under which a service stands in a manifest.</summary>
    public static string NameOf(ServiceDefinition service) => service.Replica?.Of ?? service.Name;

    /// <summary>The manifest itself, then the others of its kind that it was read with. Reads them once more, which takes some milliseconds for a thousand services.</summary>
    public static IReadOnlyList<SourceFile> Files(ManifestReading reading) =>
        reading.Locations.ManifestAsTyped is { } path && ManifestFormat.Of(path) is { } format ? [.. Files(reading, path, format)] : [];

    private static IEnumerable<SourceFile> Files(ManifestReading reading, string path, ManifestFormat format)
    {
        var others = format.HasOtherFiles ? reading.Snapshot.Files.Keys.Where(other => other != path && ManifestFormat.Of(other) is { HasOtherFiles: true }) : [];
        foreach (var file in others.Prepend(path))
        {
            if (reading.Snapshot.Files.GetValueOrDefault(file) is { } bytes && SourceFile.Read(file, bytes) is { } source) yield return source;
        }
    }

    private static IEnumerable<(int Line, string Text)> TextsOf(SourceFile file, string service, Node node)
    {
        var hidden = ServiceLines.Secrets(file.Root);
        return file.Path.EndsWith(".json", StringComparison.OrdinalIgnoreCase)
            ? [(node.Place.Line, file.Object(node.Place, hidden))]
            : ServiceLines.Of(file, service).Select(lines => (lines.First, file.Slice(lines.First, lines.Last, hidden)));
    }

    private static string ShownAs(string file, string main, ManifestReading reading) => file == main ? reading.Locations.Manifest! : file;
}
