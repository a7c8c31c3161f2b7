using System.Buffers;
using System.Globalization;
using System.Text;

namespace Baton.Control.Metrics;

/// <summary>
/// Writes the text format of Prometheus, version 0.0.4. A sample allocates nothing; what is written goes out in pieces, so that the answer for
/// thousands of services is never in memory as a whole.
/// </summary>
/// <param name="output">Where to.</param>
internal sealed class MetricsWriter(Stream output) : IDisposable
{
    private const int FlushBytes = 48 * 1024;

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(64 * 1024);
    private int _length;

    /// <summary>There is enough for one write.</summary>
    public bool IsFull => _length >= FlushBytes;

    /// <summary>Begins a family: all its samples follow, and no other family has its name.</summary>
    /// <param name="name">Its name, with the unit last, and <c>_total</c> behind it for a counter.</param>
    /// <param name="type"><c>gauge</c>, <c>counter</c>, <c>histogram</c> or <c>summary</c>.</param>
    /// <param name="help">What it counts, one line.</param>
    public void Family(string name, string type, string help)
    {
        Add("# HELP ");
        Add(name);
        Add(" ");
        AddEscaped(help, isLabel: false);
        Add("\n# TYPE ");
        Add(name);
        Add(" ");
        Add(type);
        Add("\n");
    }

    /// <summary>One sample.</summary>
    /// <param name="name">Its name: that of the family, or with <c>_bucket</c>, <c>_sum</c> or <c>_count</c> behind it.</param>
    /// <param name="value">Its value.</param>
    /// <param name="labels">Its labels.</param>
    public void Sample(string name, double value, params ReadOnlySpan<MetricLabel> labels)
    {
        Name(name, labels);
        Span<byte> text = stackalloc byte[32];
        value.TryFormat(text, out var written, "R", CultureInfo.InvariantCulture);
        End(text[..written]);
    }

    /// <summary>One sample that is a whole number.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="value">Its value.</param>
    /// <param name="labels">Its labels.</param>
    public void Sample(string name, long value, params ReadOnlySpan<MetricLabel> labels)
    {
        Name(name, labels);
        Span<byte> text = stackalloc byte[20];
        value.TryFormat(text, out var written, default, CultureInfo.InvariantCulture);
        End(text[..written]);
    }

    /// <summary>Sends what is written so far.</summary>
    public async ValueTask FlushAsync(CancellationToken ct)
    {
        await output.WriteAsync(_buffer.AsMemory(0, _length), ct);
        _length = 0;
    }

    /// <inheritdoc/>
    public void Dispose() => ArrayPool<byte>.Shared.Return(Interlocked.Exchange(ref _buffer, []));

    private void Name(string name, ReadOnlySpan<MetricLabel> labels)
    {
        Add(name);
        for (var i = 0; i < labels.Length; i++)
        {
            Add(i == 0 ? "{" : ",");
            Add(labels[i].Name);
            Add("=\"");
            AddEscaped(labels[i].Value, isLabel: true);
            Add("\"");
        }

        Add(labels.Length > 0 ? "} " : " ");
    }

    private void End(ReadOnlySpan<byte> value)
    {
        value.CopyTo(Room(value.Length + 1));
        _length += value.Length;
        _buffer[_length++] = (byte)'\n';
    }

    /// <summary>The format knows three escapes: backslash and newline, and quotes in labels.</summary>
    private void AddEscaped(string text, bool isLabel)
    {
        var rest = text.AsSpan();
        while (true)
        {
            var at = isLabel ? rest.IndexOfAny('\\', '\n', '"') : rest.IndexOfAny('\\', '\n');
            Add(at < 0 ? rest : rest[..at]);
            if (at < 0) return;
            Add(rest[at] switch { '\\' => @"\\", '\n' => @"\n", _ => "\\\"" });
            rest = rest[(at + 1)..];
        }
    }

    private void Add(ReadOnlySpan<char> text)
    {
        var room = Room(Encoding.UTF8.GetMaxByteCount(text.Length));
        _length += Encoding.UTF8.GetBytes(text, room);
    }

    private Span<byte> Room(int bytes)
    {
        if (_buffer.Length - _length >= bytes) return _buffer.AsSpan(_length);
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(_buffer.Length * 2, _length + bytes));
        _buffer.AsSpan(0, _length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
        return _buffer.AsSpan(_length);
    }
}
