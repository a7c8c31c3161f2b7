using System.Text;
using Baton.Runtime.Control;
using Xunit.Abstractions;

namespace Baton.Runtime.Tests.Control;

public class LineReaderTests(ITestOutputHelper output)
{
    private const int Longest = 5000;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task However_bytes_come_the_lines_are_the_same(int salt)
    {
        var seed = salt == 0 ? Environment.TickCount : salt;
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        for (var i = 0; i < 200; i++)
        {
            var text = Text(random);
            Assert.Equal(Expected(text), await ReadAsync(new LineReader(new Pieces(Encoding.ASCII.GetBytes(text), random), Longest)));
        }
    }

    [Fact]
    public async Task Raw_bytes_after_a_line_are_all_there_and_lines_go_on_behind_them()
    {
        var random = new Random(3);
        for (var i = 0; i < 200; i++)
        {
            var raw = new string('\n', random.Next(10_000));
            var reader = new LineReader(new Pieces(Encoding.ASCII.GetBytes("first\n" + raw + "second\n"), random), Longest);
            Assert.Equal("first", Encoding.ASCII.GetString((await reader.ReadAsync(CancellationToken.None)).Bytes.Span));

            var buffer = new byte[random.Next(1, 3000)];
            for (var left = raw.Length; left > 0;) left -= await reader.ReadRawAsync(buffer.AsMemory(0, Math.Min(left, buffer.Length)), CancellationToken.None);

            Assert.Equal(["second"], await ReadAsync(reader));
        }
    }

    private static string Text(Random random)
    {
        var text = new StringBuilder();
        for (var lines = random.Next(6); lines > 0; lines--)
        {
            var length = random.Next(4) == 0 ? Longest + random.Next(-2, 4) : random.Next(8) == 0 ? random.Next(20_000) : random.Next(20);
            text.Append((char)random.Next('a', 'f'), length).Append(random.Next(3) == 0 ? "\r\n" : "\n");
        }

        return random.Next(2) == 0 ? text.ToString() : text.Append('z', random.Next(Longest + 10)).ToString();
    }

    private static List<string> Expected(string text)
    {
        var lines = text.Split('\n').ToList();
        if (lines[^1].Length == 0) lines.RemoveAt(lines.Count - 1);
        return [.. lines.Select(line => line.EndsWith('\r') ? line[..^1] : line).Select(line => line.Length > Longest ? "too long" : line)];
    }

    private static async Task<List<string>> ReadAsync(LineReader reader)
    {
        var lines = new List<string>();
        while (true)
        {
            var (kind, bytes) = await reader.ReadAsync(CancellationToken.None);
            if (kind == LineKind.End) return lines;
            lines.Add(kind == LineKind.TooLong ? "too long" : Encoding.ASCII.GetString(bytes.Span));
        }
    }

    /// <summary>Gives its bytes in pieces of any length.</summary>
    private sealed class Pieces(byte[] bytes, Random random) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..random.Next(1, buffer.Length + 1)], cancellationToken);
    }
}
