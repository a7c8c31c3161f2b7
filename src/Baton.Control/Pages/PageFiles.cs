using System.Collections.Frozen;

namespace Baton.Control.Pages;

/// <summary>
/// The files of the dashboard, which are part of the program. A path is looked up among their names and never touches the disk.
/// </summary>
internal static class PageFiles
{
    private const string Folder = "dashboard/";

    private static readonly FrozenDictionary<string, Lazy<PageFile>> ByPath = typeof(PageFiles).Assembly.GetManifestResourceNames()
        .Where(name => name.StartsWith(Folder, StringComparison.Ordinal))
        .ToFrozenDictionary(name => name[Folder.Length..], name => new Lazy<PageFile>(() => Read(name)), StringComparer.Ordinal);

    // First segments of all files: the folders, and the files at the top.
    private static readonly FrozenSet<string> Taken = ByPath.Keys.Select(path => path.Split('/')[0]).ToFrozenSet(StringComparer.Ordinal);

    /// <summary>The page that all addresses of the dashboard begin with.</summary>
    public static PageFile Start => ByPath["index.html"].Value;

    /// <summary>Paths of all files, as <c>parts/table.js</c>.</summary>
    public static IReadOnlyCollection<string> Paths => ByPath.Keys;

    /// <summary>
    /// What a path below <c>/ui/</c> leads to: a file, or the page that shows what the path names. Null where it can only mean a file, and
    /// there is none: below a folder of files, or at the top with an extension. Names of services may have dots, so <c>services/a.b</c> is a page.
    /// </summary>
    public static PageFile? Find(string path)
    {
        if (ByPath.TryGetValue(path, out var file)) return file.Value;
        var slash = path.IndexOf('/');
        return (slash < 0 ? path.Contains('.') : Taken.Contains(path[..slash])) ? null : Start;
    }

    private static PageFile Read(string name)
    {
        using var stream = typeof(PageFiles).Assembly.GetManifestResourceStream(name)!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return new PageFile(TypeOf(name), bytes);
    }

    private static string TypeOf(string name) => Path.GetExtension(name) switch
    {
        ".html" => "text/html; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        ".svg" => "image/svg+xml",
        ".png" => "image/png",
        ".json" => "application/json",
        ".woff2" => "font/woff2",
        // Licences.
        _ => "text/plain; charset=utf-8",
    };
}
