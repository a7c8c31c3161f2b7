using System.Text;

namespace Baton.Probes.Network;

/// <summary>A reply of one line: <c>+PONG</c>, or <c>-NOAUTH Authentication required.</c></summary>
/// <param name="IsError">It is an error.</param>
/// <param name="Text">What follows the sign.</param>
internal readonly record struct RedisReply(bool IsError, string Text)
{
    /// <summary>Longest line: 1 KiB.</summary>
    private const int Longest = 1024;

    /// <summary>First word of an error, which names it: <c>NOAUTH</c>.</summary>
    public string Name => Text.Split(' ')[0];

    /// <summary>The rest of an error.</summary>
    public string Explanation => Text.Length > Name.Length ? Text[(Name.Length + 1)..] : "";

    /// <summary>A command, as an array of texts.</summary>
    public static byte[] Command(params ReadOnlySpan<string> words)
    {
        var text = new StringBuilder($"*{words.Length}\r\n");
        foreach (var word in words) text.Append($"${Encoding.UTF8.GetByteCount(word)}\r\n{word}\r\n");
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    /// <exception cref="FormatException">It is against the rules of Redis.</exception>
    /// <exception cref="EndOfStreamException">The connection was closed.</exception>
    public static async Task<RedisReply> ReadAsync(Stream stream, CancellationToken cancel)
    {
        var line = new byte[Longest];
        for (var length = 0; length < Longest;)
        {
            // Byte by byte, so that nothing of the next reply is taken; a line is some ten bytes.
            await stream.ReadExactlyAsync(line.AsMemory(length, 1), cancel);
            length++;
            if (length == 1 && line[0] is not ((byte)'+' or (byte)'-')) throw new FormatException("it begins with neither \"+\" nor \"-\"");
            if (line.AsSpan(0, length).EndsWith("\r\n"u8)) return new RedisReply(line[0] == (byte)'-', Encoding.UTF8.GetString(line, 1, length - 3));
        }

        throw new FormatException($"its line is longer than {Longest} bytes");
    }
}
