using Baton.Manifest.Text;
using Baton.Manifest.Tree;

namespace Baton.Manifest.Toml;

/// <summary>
/// Walks over the bytes of a TOML file. An error of form moves it to the end and sets <see cref="HasFailed"/>: from then on nothing
/// matches and nothing more is reported, so that readers need to look only where they would go on wrongly.
/// </summary>
internal sealed class TomlCursor(SourceText source, Diagnostics diagnostics)
{
    /// <summary>What <see cref="Peek"/> tells at the end of the file.</summary>
    public const int End = -1;

    private int _values;

    /// <summary>The words of the file so far.</summary>
    public KnownWords Words { get; } = new();

    /// <summary>Offset of the next byte.</summary>
    public int Offset { get; private set; } = source.Start;

    /// <summary>True after an error of form.</summary>
    public bool HasFailed { get; private set; }

    /// <summary>The next byte, or <see cref="End"/>.</summary>
    public int Peek => Offset < source.Bytes.Length ? source.Bytes[Offset] : End;

    /// <summary>The bytes from here to the end of the file.</summary>
    public ReadOnlySpan<byte> Rest => source.Bytes.AsSpan(Offset);

    /// <summary>The bytes from an earlier offset up to here.</summary>
    public ReadOnlySpan<byte> Since(int offset) => source.Bytes.AsSpan(offset, Offset - offset);

    /// <summary>The place of the next byte.</summary>
    public Place Place => source.PlaceOf(Offset);

    /// <summary>The next character, for messages.</summary>
    public string Next => source.Describe(Offset);

    /// <summary>What is read stands behind a key that is secret by its name: messages do not repeat it.</summary>
    public bool IsSecret { get; set; }

    /// <summary>A word of a value, for messages.</summary>
    public string Shown(ReadOnlySpan<byte> word) => IsSecret ? Quoted.Hidden : Quoted.Text(word);

    /// <summary>Goes on by some bytes.</summary>
    public void Skip(int bytes) => Offset += bytes;

    /// <summary>Goes over <paramref name="expected"/> when it is next.</summary>
    public bool TrySkip(byte expected)
    {
        if (Peek != expected) return false;
        Offset++;
        return true;
    }

    /// <summary>Goes over <paramref name="expected"/> when it is next.</summary>
    public bool TrySkip(ReadOnlySpan<byte> expected)
    {
        if (!Rest.StartsWith(expected)) return false;
        Offset += expected.Length;
        return true;
    }

    /// <summary>Goes over LF or CR LF when it is next.</summary>
    public bool TrySkipNewline() => TrySkip((byte)'\n') || TrySkip("\r\n"u8);

    /// <summary>Goes over spaces and tabs.</summary>
    public void SkipBlanks()
    {
        while (Peek is ' ' or '\t') Offset++;
    }

    /// <summary>Goes over blanks, comments and ends of lines, as between the values of an array.</summary>
    public void SkipBlankLines()
    {
        do
        {
            SkipBlanks();
            SkipComment();
        }
        while (TrySkipNewline());
    }

    /// <summary>Goes over a comment up to the end of its line when one is next.</summary>
    public void SkipComment()
    {
        if (Peek != '#') return;
        var newline = Rest.IndexOf((byte)'\n');
        var end = newline < 0 ? source.Bytes.Length : Offset + newline;
        if (newline > 0 && source.Bytes[end - 1] == '\r') end--;
        if (TomlBytes.IndexOfControl(source.Bytes.AsSpan(Offset, end - Offset)) is var bad and >= 0)
        {
            var at = Offset + bad;
            Report(source.PlaceOf(at), $"{source.Describe(at)} is not allowed in a comment");
        }

        if (!HasFailed) Offset = end;
    }

    /// <summary>Counts one value; an error of form when the file holds more than <see cref="Limits.MaxValues"/>.</summary>
    public void CountValue(Place place)
    {
        if (++_values > Limits.MaxValues) Fail(place, Limits.TooManyValues);
    }

    /// <summary>Tells a problem of meaning; reading goes on, unless so many were found that it is of no use.</summary>
    public void Report(Place place, string message)
    {
        if (HasFailed) return;
        diagnostics.Add(place, message);
        if (diagnostics.IsFull) Stop();
    }

    /// <summary>Tells an error of form at the next byte, which ends the reading.</summary>
    public void Fail(string message) => Fail(Place, message);

    /// <summary>Tells an error of form, which ends the reading.</summary>
    public void Fail(Place place, string message)
    {
        if (HasFailed) return;
        diagnostics.Add(place, message);
        Stop();
    }

    private void Stop()
    {
        HasFailed = true;
        Offset = source.Bytes.Length;
    }
}
