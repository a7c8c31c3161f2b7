using System.Text;
using Baton.Manifest.Binding;
using Baton.Manifest.Text;
using Baton.Manifest.Tree;

namespace Baton.Manifest.EnvFiles;

/// <summary>
/// Reads files of variables: a <c>NAME=VALUE</c> on each line, with or without <c>export</c> before it. A value in single quotes is taken as
/// it is, one in double quotes knows <c>\n \r \t \" \\ \$</c>, one without quotes ends before <c> #</c> and loses its blanks at both ends.
/// Lines that are blank or begin with <c>#</c> are passed over. Nothing is interpolated; the last of two lines with one name wins.
/// </summary>
public static class EnvFile
{
    /// <summary>Longest file: 1 MiB.</summary>
    public const int MaxBytes = 1024 * 1024;

    /// <summary>Reads one file's bytes.</summary>
    /// <param name="fileName">The name that places carry.</param>
    /// <param name="utf8">The content; a byte order mark is allowed.</param>
    /// <param name="diagnostics">Takes every problem.</param>
    /// <returns>The good entries in the order of the file.</returns>
    public static IReadOnlyList<PlacedEntry> Read(string fileName, byte[] utf8, Diagnostics diagnostics)
    {
        var source = SourceText.Open(fileName, utf8, diagnostics);
        if (source is null) return [];
        var entries = new List<PlacedEntry>();
        var number = 0;
        foreach (var line in Encoding.UTF8.GetString(utf8.AsSpan(source.Start)).Split('\n'))
        {
            number++;
            var reader = new EnvLine(line.EndsWith('\r') ? line[..^1] : line, new Place(fileName, number, 1));
            if (reader.Read() is { } entry) entries.Add(entry);
            else if (reader.Problem is { } problem) diagnostics.Add(problem.Place, problem.Message);
        }

        return entries;
    }
}
