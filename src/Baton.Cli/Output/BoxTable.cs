using System.Text;

namespace Baton.Cli.Output;

/// <summary>
/// A table with borders, as the orchestrator's own command line draws it: cells of several lines, a rule between rows, as wide as its texts whatever the terminal.
/// </summary>
/// <param name="heads">Names of the columns.</param>
internal sealed class BoxTable(params string[] heads)
{
    private readonly List<Row> _rows = [];

    /// <summary>Adds a row.</summary>
    /// <param name="colours">What is written before and after each of its cells where there are colours; null for none.</param>
    /// <param name="cells">For each column its lines.</param>
    public void Add((string Begin, string End)?[] colours, params string[][] cells) =>
        _rows.Add(new Row(colours, Array.ConvertAll(cells, lines => Array.ConvertAll(lines, SafeText.Of))));

    /// <summary>The table as text.</summary>
    public string Render(Appearance show)
    {
        var widths = Widths();
        var text = new StringBuilder();
        AppendRule(text, widths, "┌─┬┐");
        AppendRow(text, widths, new Row(new (string, string)?[heads.Length], Array.ConvertAll(heads, head => new[] { head })), false);
        AppendRule(text, widths, "╞═╪╡");
        for (var i = 0; i < _rows.Count; i++)
        {
            if (i > 0) AppendRule(text, widths, "├╌┼┤");
            AppendRow(text, widths, _rows[i], show.HasColour);
        }

        return AppendRule(text, widths, "└─┴┘").ToString();
    }

    private int[] Widths()
    {
        var widths = Array.ConvertAll(heads, TextWidth.Of);
        foreach (var row in _rows)
        {
            for (var i = 0; i < widths.Length; i++) widths[i] = row.Cells[i].Select(TextWidth.Of).Append(widths[i]).Max();
        }

        return widths;
    }

    // Signs: at the beginning, along, between columns, at the end.
    private static StringBuilder AppendRule(StringBuilder text, int[] widths, string signs)
    {
        for (var i = 0; i < widths.Length; i++) text.Append(i == 0 ? signs[0] : signs[2]).Append(signs[1], widths[i] + 2);
        return text.Append(signs[3]).Append('\n');
    }

    private static void AppendRow(StringBuilder text, int[] widths, Row row, bool hasColour)
    {
        var height = row.Cells.Max(lines => lines.Length);
        for (var at = 0; at < height; at++)
        {
            for (var i = 0; i < widths.Length; i++)
            {
                var line = at < row.Cells[i].Length ? row.Cells[i][at] : "";
                // The blanks around a text have its colour, those below it have none.
                var colour = hasColour && at < row.Cells[i].Length ? row.Colours[i] : null;
                text.Append(i == 0 ? '│' : '┆').Append(colour?.Begin).Append(' ').Append(line).Append(' ', widths[i] - TextWidth.Of(line) + 1).Append(colour?.End);
            }

            text.Append("│\n");
        }
    }

    private sealed record Row((string Begin, string End)?[] Colours, string[][] Cells);
}
