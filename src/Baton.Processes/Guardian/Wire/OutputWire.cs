namespace Baton.Processes.Guardian.Wire;

/// <summary>What services have written, as bytes.</summary>
internal static class OutputWire
{
    private const int LeastBytes = 4 + (2 * 4 * 8);

    public static void Write(WireWriter to, IReadOnlyList<OutputFigures> figures)
    {
        to.Int(figures.Count);
        foreach (var one in figures)
        {
            to.Text(one.Service);
            Write(to, one.Stdout);
            Write(to, one.Stderr);
        }
    }

    public static OutputFigures[] Read(ref WireReader from)
    {
        var figures = new OutputFigures[from.Count(LeastBytes)];
        for (var i = 0; i < figures.Length; i++) figures[i] = new OutputFigures(from.Text(), ReadStream(ref from), ReadStream(ref from));
        return figures;
    }

    private static void Write(WireWriter to, in StreamFigures stream)
    {
        to.Long(stream.Bytes);
        to.Long(stream.Lines);
        to.Long(stream.DroppedBytes);
        to.Long(stream.DroppedLines);
    }

    private static StreamFigures ReadStream(ref WireReader from) => new(from.Long(), from.Long(), from.Long(), from.Long());
}
