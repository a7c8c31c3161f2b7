using System.Buffers;
using Baton.Cli.Output;
using Baton.Contracts;

namespace Baton.Cli.View;

/// <summary>The view for people: <c>name | text</c>.</summary>
internal sealed class TextViewFormat(Appearance show) : ViewFormat
{
    private readonly LineFormat _format = new(show);

    /// <inheritdoc/>
    public override void Expect(IEnumerable<string> names) => _format.Expect(names);

    /// <inheritdoc/>
    public override void Append(ArrayBufferWriter<byte> to, LogLine line) => _format.Append(to, line);

    /// <inheritdoc/>
    public override void Append(ArrayBufferWriter<byte> to, EventRecord e) => EventNote.Append(_format, to, e);

    /// <inheritdoc/>
    public override void AppendNote(ArrayBufferWriter<byte> to, string text, bool isWarning, bool isQuiet = false) =>
        _format.AppendNote(to, "baton", text, isQuiet ? Ansi.Grey : Ansi.Yellow);
}
