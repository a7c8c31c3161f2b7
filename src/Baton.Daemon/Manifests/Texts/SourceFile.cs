using System.Text;
using Baton.Manifest;
using Baton.Manifest.Tree;
using Baton.Supervision.Secrets;

namespace Baton.Daemon.Manifests.Texts;

/// <summary>A file of a manifest as it was read, with what stands where in it.</summary>
internal sealed class SourceFile
{
    private readonly string _text;
    private readonly List<int> _lineStarts = [0];

    private SourceFile(string path, string text, TableNode root)
    {
        (Path, _text, Root) = (path, text, root);
        for (var i = 0; i < text.Length; i++) if (text[i] == '\n') _lineStarts.Add(i + 1);
    }

    /// <summary>Its path, as it was asked for.</summary>
    public string Path { get; }

    /// <summary>What it says.</summary>
    public TableNode Root { get; }

    /// <summary>Number of lines.</summary>
    public int Lines => _lineStarts.Count;

    /// <summary>Reads it; null when it is no manifest.</summary>
    public static SourceFile? Read(string path, byte[] bytes)
    {
        if (ManifestFile.Read(path, new Diagnostics(), (_, _) => new FileContent(bytes, null)) is not { } root) return null;
        var text = Encoding.UTF8.GetString(bytes);
        return new SourceFile(path, text.StartsWith('\uFEFF') ? text[1..] : text, root);
    }

    /// <summary>A line without what ends it; lines count from 1.</summary>
    public ReadOnlySpan<char> Line(int number) => _text.AsSpan(_lineStarts[number - 1]..(number < Lines ? _lineStarts[number] : _text.Length)).TrimEnd("\r\n");

    /// <summary>Lines from one to another, both among them, with what <paramref name="hidden"/> names masked.</summary>
    public string Slice(int first, int last, IReadOnlyList<Node> hidden) => Masked(_lineStarts[first - 1], last < Lines ? _lineStarts[last] : _text.Length, hidden);

    /// <summary>The object that begins at a place of a JSON file, with what <paramref name="hidden"/> names masked.</summary>
    public string Object(Place place, IReadOnlyList<Node> hidden)
    {
        var start = OffsetOf(place);
        var (end, depth) = (start, 0);
        do
        {
            if (_text[end] is '{' or '[') depth++;
            else if (_text[end] is '}' or ']') depth--;
            end = _text[end] == '"' ? Literals.EndOf(_text, end) : end + 1;
        }
        while (depth > 0 && end < _text.Length);
        return Masked(start, end, hidden);
    }

    private string Masked(int start, int end, IReadOnlyList<Node> hidden)
    {
        var result = new StringBuilder(end - start);
        var at = start;
        foreach (var place in hidden.Select(node => OffsetOf(node.Place)).Where(offset => offset >= start && offset < end).Order())
        {
            if (place < at) continue;
            result.Append(_text, at, place - at).Append('"').Append(SecretMask.Masked).Append('"');
            at = Math.Min(Literals.EndOf(_text, place), end);
        }

        return result.Append(_text, at, end - at).ToString().TrimEnd();
    }

    private int OffsetOf(Place place) => Math.Min(_lineStarts[Math.Min(place.Line, Lines) - 1] + place.Column - 1, Math.Max(0, _text.Length - 1));
}
