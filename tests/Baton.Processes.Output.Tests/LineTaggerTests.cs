using System.Text;

namespace Baton.Processes.Output.Tests;

public sealed class LineTaggerTests
{
    private static readonly byte[] Time = "2026-11-20T12:03:07.123Z "u8.ToArray();
    private LineTagger _tagger;

    [Fact]
    public void Each_line_gets_time_and_stream_in_34_bytes()
    {
        Assert.Equal("T [stdout] a\nT [stdout] b\n", Out("a\nb\n"));
        Assert.Equal(34, Time.Length + "[stdout] ".Length);
    }

    [Fact]
    public void A_line_that_comes_in_pieces_stands_in_the_file_as_one() =>
        Assert.Equal("T [stdout] one line\n", Out("one ") + Out("li") + Out("ne\n"));

    [Fact]
    public void A_line_that_the_other_stream_cuts_is_continued_with_a_plus() =>
        Assert.Equal("T [stdout] be\nT [stderr] x\nT [stdout+] gun\nT [stdout] y\n", Out("be") + Err("x\n") + Out("gun\ny\n"));

    [Fact]
    public void Two_lines_that_cut_each_other_are_both_continued() =>
        Assert.Equal("T [stdout] a\nT [stderr] b\nT [stdout+] c\nT [stderr+] d\nT [stderr] e\n", Out("a") + Err("b") + Out("c\n") + Err("d\ne\n"));

    [Fact]
    public void A_cut_line_that_ends_at_once_keeps_its_end() =>
        Assert.Equal("T [stdout] a\nT [stderr] b\nT [stdout+] \n", Out("a") + Err("b\n") + Out("\n"));

    [Fact]
    public void Carriage_returns_end_no_line() => Assert.Equal("T [stdout] 1\r2\r\n", Out("1\r2\r\n"));

    [Fact]
    public void A_note_cuts_an_unfinished_line() =>
        Assert.Equal("T [stdout] a\nT [baton] hm\nT [stdout+] b\n", Out("a") + Note("hm") + Out("b\n"));

    [Fact]
    public void After_dropped_bytes_the_rest_of_their_last_line_is_marked_and_a_whole_line_is_not()
    {
        Assert.Equal("T [stdout] a", Out("a"));
        _tagger.Dropped(OutputStream.Stdout, isLineComplete: false);
        Assert.Equal("\nT [baton] gap\nT [stdout+] b\n", Note("gap") + Out("b\n"));
        _tagger.Dropped(OutputStream.Stdout, isLineComplete: true);
        Assert.Equal("T [stdout] c\n", Out("c\n"));
    }

    [Fact]
    public void Only_pieces_that_fit_are_used_with_room_for_the_newline_of_an_unfinished_one()
    {
        Span<byte> output = stackalloc byte[36 + 36];
        Assert.Equal((2, 36, 1), _tagger.Tag(OutputStream.Stdout, "a\nbc\n"u8, output, Time));
        Assert.Equal((0, 0, 0), _tagger.Tag(OutputStream.Stdout, "bc"u8, output[..36], Time));
        Assert.Equal((2, 36, 0), _tagger.Tag(OutputStream.Stdout, "bc"u8, output[..37], Time));
    }

    [Fact]
    public void Its_state_survives_as_one_byte()
    {
        Out("a");
        Err("b");
        _tagger = LineTagger.FromFlags(_tagger.Flags);
        Assert.Equal("\nT [stdout+] c\nT [stderr+] d\n", Out("c\n") + Err("d\n"));
    }

    [Fact]
    public void Lines_of_any_length_are_tagged_as_far_as_they_fit_and_nothing_behind_the_room_is_touched()
    {
        var random = new Random(20261121);
        for (var round = 0; round < 2_000; round++)
        {
            var lines = Enumerable.Range(0, random.Next(1, 30)).Select(_ => new string('x', random.Next(random.Next(2) == 0 ? 5 : 70))).ToList();
            var text = string.Concat(lines.Select(line => line + "\n")) + new string('y', random.Next(40));
            var output = new byte[1_500];
            output.AsSpan().Fill((byte)'#');
            var room = random.Next(output.Length);

            var (used, written, ends) = default(LineTagger).Tag(OutputStream.Stdout, Encoding.UTF8.GetBytes(text), output.AsSpan(0, room), Time);

            var expected = Expected(text, room);
            Assert.Equal(expected.Used, used);
            Assert.Equal(text[..used].Count(c => c == '\n'), ends);
            Assert.Equal(expected.Text, Encoding.UTF8.GetString(output.AsSpan(0, written)));
            Assert.True(output.AsSpan(room).IndexOfAnyExcept((byte)'#') < 0, "behind the room something was written");
        }
    }

    /// <summary>The same said line by line: whole pieces as long as they fit, an unfinished one with a byte to spare.</summary>
    private static (int Used, string Text) Expected(string text, int room)
    {
        var (used, result) = (0, "");
        foreach (var piece in text.Split('\n').Select((line, i) => i < text.Count(c => c == '\n') ? line + "\n" : line).Where(piece => piece.Length > 0))
        {
            var tagged = Encoding.UTF8.GetString(Time) + "[stdout] " + piece;
            if (result.Length + tagged.Length + (piece[^1] == '\n' ? 0 : 1) > room) break;
            (used, result) = (used + piece.Length, result + tagged);
        }

        return (used, result);
    }

    private string Out(string text) => Tag(OutputStream.Stdout, text);

    private string Err(string text) => Tag(OutputStream.Stderr, text);

    private string Tag(OutputStream stream, string text)
    {
        var output = new byte[1000];
        var (used, written, _) = _tagger.Tag(stream, Encoding.UTF8.GetBytes(text), output, Time);
        Assert.Equal(text.Length, used);
        return Short(output.AsSpan(0, written));
    }

    private string Note(string text)
    {
        var output = new byte[1000];
        return Short(output.AsSpan(0, _tagger.Note(Encoding.UTF8.GetBytes(text), output, Time)));
    }

    private static string Short(ReadOnlySpan<byte> bytes) =>
        Encoding.UTF8.GetString(bytes).Replace(Encoding.UTF8.GetString(Time), "T ", StringComparison.Ordinal);
}
