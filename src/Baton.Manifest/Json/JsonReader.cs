using System.Text.Json;
using Baton.Manifest.Text;
using Baton.Manifest.Tree;

namespace Baton.Manifest.Json;

/// <summary>
/// Reads JSON (RFC 8259, no comments, no trailing commas) into the tree. Reading ends at the first error of form; a key given twice or
/// a number out of range is collected and reading goes on.
/// </summary>
public static class JsonReader
{
    /// <summary>Reads one file's bytes.</summary>
    /// <param name="fileName">The name that places carry.</param>
    /// <param name="utf8">The content; at most <see cref="Limits.MaxBytes"/>, a byte order mark is allowed.</param>
    /// <param name="diagnostics">Takes every problem.</param>
    /// <returns>
    /// The root object, also when problems of meaning were found, so that its user can find more; null when the file could not be read
    /// to its end or holds no object, and then at least one problem was added.
    /// </returns>
    public static TableNode? Read(string fileName, byte[] utf8, Diagnostics diagnostics)
    {
        var source = SourceText.Open(fileName, utf8, diagnostics);
        if (source is null) return null;
        // The tree's own check comes first and says it in our words.
        var options = new JsonReaderOptions { MaxDepth = Limits.MaxDepth + 2 };
        var json = new Utf8JsonReader(utf8.AsSpan(source.Start), options);
        var tree = new JsonTree(source, diagnostics);
        try
        {
            return tree.ReadRoot(ref json);
        }
        catch (JsonException e)
        {
            var problem = tree.Refusal ?? new Diagnostic(JsonErrors.PlaceOf(e, source), JsonErrors.MessageOf(e));
            diagnostics.Add(problem.Place, problem.Message);
            return null;
        }
    }
}
