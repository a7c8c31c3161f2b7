using Baton.Manifest.Json;
using Baton.Manifest.Text;
using Baton.Manifest.Toml;
using Baton.Manifest.Tree;

namespace Baton.Manifest;

/// <summary>Reads a manifest from disk, whatever format its name says.</summary>
public static class ManifestFile
{
    /// <summary>
    /// Reads a <c>.toml</c> or <c>.json</c> file of at most <see cref="Limits.MaxBytes"/>. Only regular files are read (a link to one is
    /// fine): a pipe or a device could keep the reader waiting for ever.
    /// </summary>
    /// <param name="path">As the user would type it; places carry it.</param>
    /// <param name="diagnostics">Takes every problem, also that the file cannot be read (at 1:1).</param>
    /// <returns>The root; null when the file could not be read to its end. The manifest is good when there is one and no problem.</returns>
    public static TableNode? Read(string path, Diagnostics diagnostics) => Read(path, diagnostics, FileContent.Read);

    /// <summary>The same from another source than the disk.</summary>
    /// <param name="path">As the user would type it; places carry it.</param>
    /// <param name="diagnostics">Takes every problem.</param>
    /// <param name="content">What a file of at most so many bytes holds.</param>
    /// <returns>As for the other.</returns>
    public static TableNode? Read(string path, Diagnostics diagnostics, Func<string, int, FileContent> content)
    {
        var read = ReaderFor(path);
        var problem = read is null ? "its name must end in .toml or .json" : null;
        byte[]? bytes = null;
        if (problem is null) (bytes, problem) = content(path, Limits.MaxBytes);
        if (bytes is not null) return read!(path, bytes, diagnostics);
        diagnostics.Add(new Place(path, 1, 1), $"cannot read manifest \"{path}\": {problem}");
        return null;
    }

    private static Func<string, byte[], Diagnostics, TableNode?>? ReaderFor(string path) =>
        path.EndsWith(".toml", StringComparison.OrdinalIgnoreCase) ? TomlReader.Read
        : path.EndsWith(".json", StringComparison.OrdinalIgnoreCase) ? JsonReader.Read
        : null;
}
