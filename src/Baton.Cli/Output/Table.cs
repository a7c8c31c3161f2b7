using System.Text;

namespace Baton.Cli.Output;

/// <summary>Aligned columns without borders, two spaces apart.</summary>
/// <param name="heads">Names of the columns; one that begins with <c>&gt;</c> is aligned to the right.</param>
internal sealed class Table(params string[] heads)
{
    // Appended in pieces: filling with a repeated character is code that .NET compiles anew in each process.
    private const string Spaces = "                                                                ";

    private readonly List<Cell[]> _rows = [];
    private int _shown = heads.Length;

    /// <summary>All columns are shown, however narrow the terminal is. Default false.</summary>
    public bool IsWhole { get; init; }

    /// <summary>Adds a row, one cell for each column.</summary>
    public void Add(params Cell[] cells)
    {
        if (cells.Length != heads.Length) throw new ArgumentException($"a row has {heads.Length} cells, not {cells.Length}", nameof(cells));
        for (var i = 0; i < cells.Length; i++)
        {
            if (cells[i].Text.Length == 0) cells[i] = new Cell("-", Ansi.Grey);
        }

        _rows.Add(cells);
    }

    /// <summary>The table as text. A terminal that is too narrow for it is shown fewer columns, from the left on: wrapped lines are no table.</summary>
    public string Render(Appearance show)
    {
        var widths = Widths();
        if (show.IsTerminal) _shown = Fitting(widths, show.Columns);
        var text = new StringBuilder((_rows.Count + 1) * (heads.Length * 16));
        for (var i = 0; i < _shown; i++) Append(text, new Cell(heads[i].TrimStart('>'), Ansi.Bold), i, widths[i], show);
        foreach (var row in _rows)
        {
            for (var i = 0; i < _shown; i++) Append(text, row[i], i, widths[i], show);
        }

        return text.ToString();
    }

    private int[] Widths()
    {
        var widths = new int[heads.Length];
        for (var i = 0; i < widths.Length; i++)
        {
            widths[i] = heads[i].TrimStart('>').Length;
            foreach (var row in _rows) widths[i] = Math.Max(widths[i], row[i].Text.Length);
        }

        return widths;
    }

    /// <summary>How many columns fit; all where the width is not known, and never less than two.</summary>
    private int Fitting(int[] widths, int columns)
    {
        if (columns <= 0 || IsWhole) return widths.Length;
        var (count, used) = (0, 0);
        while (count < widths.Length && (count < 2 || used + widths[count] <= columns)) used += widths[count++] + 2;
        return count;
    }

    private void Append(StringBuilder text, Cell cell, int column, int width, Appearance show)
    {
        var isLast = column == _shown - 1;
        var padding = width - cell.Text.Length;
        var isRight = heads[column].StartsWith('>');
        if (isRight) Pad(text, padding);
        var isColoured = show.HasColour && cell.Colour.Length > 0;
        if (isColoured) text.Append(cell.Colour);
        SafeText.Append(text, cell.Text);
        if (isColoured) text.Append(Ansi.Reset);
        if (isLast) text.Append('\n');
        else Pad(text, isRight ? 2 : padding + 2);
    }

    private static void Pad(StringBuilder text, int count)
    {
        for (; count > 0; count -= Spaces.Length) text.Append(Spaces, 0, Math.Min(count, Spaces.Length));
    }
}
