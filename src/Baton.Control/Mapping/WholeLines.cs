using System.Text;

namespace Baton.Control.Mapping;

/// <summary>
/// The last lines of a stream as the service wrote them, each with its newline, put together from the pieces of the log. Of very long lines
/// only the end is kept: what is held is bounded, whatever a service writes.
/// </summary>
/// <param name="count">How many are kept.</param>
internal sealed class WholeLines(int count)
{
    private const int MostCharacters = 4 * 1024 * 1024;
    private const int LongestLine = 256 * 1024;

    private readonly Queue<string> _lines = new();
    private readonly StringBuilder _open = new();
    private bool _hasOpen;
    private bool _isOpenEnded;
    private bool _isRest;
    private int _characters;
    private int _whole;

    /// <summary>There were as many as are kept, each from its beginning.</summary>
    public bool IsFull => _whole + (_hasOpen && !_isRest ? 1 : 0) >= count;

    /// <summary>Adds the next piece.</summary>
    /// <param name="text">Its text; what is not UTF-8 is replaced.</param>
    /// <param name="isContinued">It goes on with the line before.</param>
    /// <param name="endsLine">A newline follows it.</param>
    public void Add(ReadOnlySpan<byte> text, bool isContinued, bool endsLine)
    {
        if (!isContinued) Close();
        // The rest of a line whose beginning was not read.
        if (isContinued && !_hasOpen && _lines.Count == 0) _isRest = true;
        _hasOpen = true;
        _open.Append(Encoding.UTF8.GetString(text));
        if (_open.Length > LongestLine) _open.Remove(0, _open.Length - LongestLine);
        _isOpenEnded = endsLine;
    }

    /// <summary>The lines, oldest first.</summary>
    public IReadOnlyList<string> ToList()
    {
        var last = _hasOpen ? _isOpenEnded ? $"{_open}\n" : _open.ToString() : null;
        return [.. _lines.Concat(last is null ? [] : [last]).TakeLast(count)];
    }

    private void Close()
    {
        if (_hasOpen) Keep($"{_open}\n");
        if (_hasOpen && !_isRest) _whole++;
        _open.Clear();
        (_hasOpen, _isRest) = (false, false);
    }

    private void Keep(string line)
    {
        _lines.Enqueue(line);
        _characters += line.Length;
        while (_lines.Count > count || (_characters > MostCharacters && _lines.Count > 1)) _characters -= _lines.Dequeue().Length;
    }
}
