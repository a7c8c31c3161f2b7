using System.Globalization;
using Baton.Simulation.World;

namespace Baton.Simulation.Histories;

/// <summary>What happened, line by line; kept only when somebody is to read it.</summary>
internal sealed class Trace(SimClock clock, bool isKept)
{
    private readonly List<string> _lines = [];

    public IReadOnlyList<string> Lines => _lines;

    public void Add(string who, [System.Runtime.CompilerServices.InterpolatedStringHandlerArgument("")] ref TraceText text)
    {
        if (isKept) _lines.Add(string.Create(CultureInfo.InvariantCulture, $"{clock.Now.TotalSeconds - 7200,10:0.000} {who,-9} {text.Text}"));
    }

    public void Add(string who, string text)
    {
        if (isKept) Add(who, $"{text}");
    }

    public bool IsKept => isKept;
}

/// <summary>Text that is put together only when it is kept.</summary>
[System.Runtime.CompilerServices.InterpolatedStringHandler]
internal ref struct TraceText
{
    private System.Runtime.CompilerServices.DefaultInterpolatedStringHandler _inner;
    private readonly bool _isKept;

    public TraceText(int literalLength, int formattedCount, Trace trace, out bool isKept)
    {
        _isKept = isKept = trace.IsKept;
        if (isKept) _inner = new(literalLength, formattedCount, CultureInfo.InvariantCulture);
    }

    public string Text => _isKept ? _inner.ToStringAndClear() : "";

    public void AppendLiteral(string text) => _inner.AppendLiteral(text);

    public void AppendFormatted<T>(T value) => _inner.AppendFormatted(value);

    public void AppendFormatted<T>(T value, string format) => _inner.AppendFormatted(value, format);
}
