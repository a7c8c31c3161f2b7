using Baton.Manifest.Text;
using Baton.Manifest.Tree;

namespace Baton.Manifest.Toml;

/// <summary>
/// Reads TOML 1.0 into the tree. Reading ends at the first error of form; problems of meaning (a key given twice, a date that does not
/// exist) are collected and reading goes on.
/// </summary>
public static class TomlReader
{
    /// <summary>Reads one file's bytes.</summary>
    /// <param name="fileName">The name that places carry.</param>
    /// <param name="utf8">The content; at most <see cref="Limits.MaxBytes"/>, a byte order mark is allowed.</param>
    /// <param name="diagnostics">Takes every problem.</param>
    /// <returns>
    /// The root table, also when problems of meaning were found, so that its user can find more; null when the file could not be read to
    /// its end, and then at least one problem was added.
    /// </returns>
    public static TableNode? Read(string fileName, byte[] utf8, Diagnostics diagnostics)
    {
        var source = SourceText.Open(fileName, utf8, diagnostics);
        return source is null ? null : new TomlDocument(new TomlCursor(source, diagnostics)).Read();
    }
}
