namespace Baton.Contracts;

/// <summary>A line of output, or a piece of one.</summary>
/// <param name="Service">Who wrote it.</param>
/// <param name="Run">In which run.</param>
/// <param name="Time">When the first byte of the piece was read (UTC, ms).</param>
/// <param name="Stream"><c>stdout</c>, <c>stderr</c>, or <c>baton</c> for a note of Baton's own (a gap on a full disk).</param>
/// <param name="Text">The text without its newline; bytes that are not UTF-8 are replaced.</param>
/// <param name="Continued">True for the later pieces of a line that the other stream, a rotation or its length cut in two.</param>
public sealed record LogLine(string Service, int Run, DateTimeOffset Time, string Stream, string Text, bool Continued = false);
