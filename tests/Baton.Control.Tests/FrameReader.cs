using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Baton.Control.Tests;

/// <summary>Reads the events of a stream one by one.</summary>
internal sealed class FrameReader(RawHttp http)
{
    private readonly StringBuilder _chunked = new();
    private string _text = "";
    private bool _hasHead;

    /// <summary>Data of the next event of this name; others are passed over.</summary>
    public async Task<string> NextAsync(string name)
    {
        while (true)
        {
            var frame = await NextFrameAsync();
            if (frame.StartsWith($"event: {name}\ndata: ", StringComparison.Ordinal)) return frame[$"event: {name}\ndata: ".Length..];
        }
    }

    /// <summary>The same as a record.</summary>
    public async Task<T> NextAsync<T>(string name, JsonTypeInfo<T> info) => JsonSerializer.Deserialize(await NextAsync(name), info)!;

    /// <summary>The next event as it came, without the blank line behind it.</summary>
    public async Task<string> NextFrameAsync()
    {
        int end;
        while ((end = _text.IndexOf("\n\n", StringComparison.Ordinal)) < 0)
        {
            var more = await http.ReadSomeAsync();
            if (more.Length == 0) throw new InvalidOperationException($"the stream ended: {_text}");
            _chunked.Append(more);
            TakeChunks();
        }

        var frame = _text[..end];
        _text = _text[(end + 2)..];
        return frame;
    }

    private void TakeChunks()
    {
        var raw = _chunked.ToString();
        if (!_hasHead)
        {
            var body = raw.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            if (body < 0) return;
            _hasHead = true;
            raw = raw[(body + 4)..];
        }

        while (raw.IndexOf("\r\n", StringComparison.Ordinal) is var line and >= 0)
        {
            // Only ASCII is sent in these tests: as many characters as bytes.
            var length = Convert.ToInt32(raw[..line], 16);
            if (raw.Length < line + 2 + length + 2) break;
            _text += raw.Substring(line + 2, length);
            raw = raw[(line + 2 + length + 2)..];
        }

        _chunked.Clear().Append(raw);
    }
}
