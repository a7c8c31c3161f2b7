using System.Text;
using Baton.Manifest.Binding;
using Baton.Manifest.Text;
using Baton.Manifest.Tree;

namespace Baton.Manifest.EnvFiles;

/// <summary>One line of a file of variables.</summary>
/// <param name="line">Without its end.</param>
/// <param name="start">Its first character.</param>
internal sealed class EnvLine(string line, Place start)
{
    private const string Export = "export";
    private int _at;

    /// <summary>What is wrong with it; null when nothing is.</summary>
    public Diagnostic? Problem { get; private set; }

    /// <summary>Its entry; null when it has none, or a problem.</summary>
    public PlacedEntry? Read()
    {
        SkipBlanks();
        if (line.Contains('\0', StringComparison.Ordinal)) return Fail(line.IndexOf('\0', StringComparison.Ordinal), "the line must not hold NUL");
        if (IsAtEndOrComment()) return null;
        SkipExport();
        var (nameAt, equals) = (_at, line.IndexOf('=', _at));
        if (equals < 0) return Fail(nameAt, "expected NAME=VALUE");
        var name = line[nameAt..equals];
        if (!EnvironmentNames.IsPlain(name))
            return Fail(nameAt, $"{Quoted.Text(name)} cannot be a name here: letters, digits and '_', no digit first, and no blank before '='");
        _at = equals + 1;
        var valueAt = _at;
        return Value() is { } value ? new PlacedEntry(name, value, PlaceOf(nameAt), PlaceOf(valueAt)) : null;
    }

    private string? Value()
    {
        SkipBlanks();
        var quote = _at < line.Length ? line[_at] : '\0';
        if (quote is not ('\'' or '"')) return Plain();
        var value = Inside(quote);
        if (value is null) return null;
        SkipBlanks();
        if (IsAtEndOrComment()) return value;
        Fail(_at, "nothing but a comment may follow the closing quote");
        return null;
    }

    private string Plain()
    {
        // A value may hold '#' (colours, anchors of addresses): only a blank before it makes a comment.
        var end = _at;
        while (end < line.Length && !(line[end] == '#' && IsBlank(line[end - 1]))) end++;
        return line[_at..end].Trim();
    }

    private string? Inside(char quote)
    {
        var (opened, text) = (_at, new StringBuilder());
        for (_at++; _at < line.Length; _at++)
        {
            if (line[_at] == quote)
            {
                _at++;
                return text.ToString();
            }

            if (line[_at] == '\\' && quote == '"' && _at + 1 < line.Length) text.Append(Escaped(line[++_at]));
            else text.Append(line[_at]);
        }

        Fail(opened, "the quote is not closed on its line");
        return null;
    }

    private static string Escaped(char c) => c switch
    {
        'n' => "\n",
        'r' => "\r",
        't' => "\t",
        '"' or '\\' or '$' => c.ToString(),
        _ => $"\\{c}",
    };

    private void SkipExport()
    {
        if (!line.AsSpan(_at).StartsWith(Export) || _at + Export.Length >= line.Length || !IsBlank(line[_at + Export.Length])) return;
        _at += Export.Length;
        SkipBlanks();
    }

    private void SkipBlanks()
    {
        while (_at < line.Length && IsBlank(line[_at])) _at++;
    }

    private static bool IsBlank(char c) => c is ' ' or '\t';

    private bool IsAtEndOrComment() => _at >= line.Length || line[_at] == '#';

    private Place PlaceOf(int at) => start with { Column = at + 1 };

    private PlacedEntry? Fail(int at, string message)
    {
        Problem = new Diagnostic(PlaceOf(at), message);
        return null;
    }
}
