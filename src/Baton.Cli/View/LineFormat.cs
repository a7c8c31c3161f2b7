using System.Buffers;
using System.Text;
using Baton.Cli.Output;
using Baton.Contracts;

namespace Baton.Cli.View;

/// <summary>
/// Lines of several services in one view: <c>name | text</c>, names aligned, each in its own colour; the bar of what came from stderr is
/// red. Allocates nothing for a line of a service seen before. For one thread at a time.
/// </summary>
/// <param name="show">What the output can show.</param>
/// <param name="hasNames">False when there is only one service to see: its lines stand alone.</param>
internal sealed class LineFormat(Appearance show, bool hasNames = true)
{
    // On a terminal a long name may take this share of the width; then it is cut. In a pipe it is whole.
    private const int NameShare = 3;

    private readonly Dictionary<string, Prefixes> _prefixes = [];
    private int _width;

    /// <summary>The one name that was asked for; lines of another service show that it is a group's, and then names are shown all the same.</summary>
    public string? Sole { get; init; }

    /// <summary>Makes room for names that will come, so that the first lines are aligned already.</summary>
    public void Expect(IEnumerable<string> names)
    {
        foreach (var name in names) Widen(name);
    }

    /// <summary>Appends a line of a service.</summary>
    public void Append(ArrayBufferWriter<byte> to, LogLine line)
    {
        if (hasNames || (Sole is not null && line.Service != Sole)) to.Write(PrefixesOf(line.Service).For(line.Stream));
        TerminalText.Append(to, line.Text, show);
        to.Write("\n"u8);
    }

    /// <summary>Appends a line of Baton's own about a service: <c>name | * text</c>.</summary>
    /// <param name="to">Where to.</param>
    /// <param name="name">Whom it is about.</param>
    /// <param name="text">What there is to say.</param>
    /// <param name="colour">One of <see cref="Ansi"/>, or empty.</param>
    public void AppendNote(ArrayBufferWriter<byte> to, string name, ReadOnlySpan<char> text, string colour)
    {
        to.Write(PrefixesOf(name).For("stdout"));
        var isColoured = show.HasColour && colour.Length > 0;
        if (isColoured) Encoding.UTF8.GetBytes(colour, to);
        to.Write("* "u8);
        TerminalText.Append(to, text, show);
        if (isColoured) Encoding.UTF8.GetBytes(Ansi.Reset, to);
        to.Write("\n"u8);
    }

    private Prefixes PrefixesOf(string name)
    {
        if (_prefixes.TryGetValue(name, out var known)) return known;
        Widen(name);
        return _prefixes[name] = new Prefixes(Fit(name), show.HasColour ? Hues.Of(name) : null);
    }

    private void Widen(string name)
    {
        var limit = show is { IsTerminal: true, Columns: > 0 } ? Math.Max(8, show.Columns / NameShare) : int.MaxValue;
        var wanted = Math.Min(name.Length, limit);
        if (wanted <= _width) return;
        _width = wanted;
        _prefixes.Clear();
    }

    private string Fit(string name) => name.Length <= _width ? name.PadRight(_width) : $"{name.AsSpan(0, _width - 1)}…";

    private sealed class Prefixes(string name, string? hue)
    {
        private readonly byte[] _output = Encoding.UTF8.GetBytes(hue is null ? $"{name} | " : $"{hue}{name} |{Ansi.Reset} ");
        private readonly byte[] _errors = Encoding.UTF8.GetBytes(hue is null ? $"{name} | " : $"{hue}{name} {Ansi.Red}|{Ansi.Reset} ");

        public ReadOnlySpan<byte> For(string stream) => stream == "stderr" ? _errors : _output;
    }
}
