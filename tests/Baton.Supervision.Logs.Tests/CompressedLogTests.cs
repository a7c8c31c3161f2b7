using System.Globalization;
using System.IO.Compression;
using Baton.Core;

namespace Baton.Supervision.Logs.Tests;

public class CompressedLogTests
{
    [Fact]
    public async Task A_compressed_file_reads_as_the_plain_one_did_forwards_and_from_its_end()
    {
        using var logs = new LogFixture();
        var lines = Enumerable.Range(0, 5000).Select(i => string.Create(CultureInfo.InvariantCulture, $"line {i} {new string((char)('a' + (i % 26)), 80)}")).ToArray();
        logs.Write("a", 1, 0, lines);
        logs.Rotate("a", 1, 0);
        logs.Compress("a", 1, 0);
        Assert.Equal(lines, await logs.ReadAllAsync(new LogQuery(), limit: 700));
        Assert.Equal(lines[^30..], (await logs.ReadAsync(new LogQuery { Tail = 30 })).Texts);
    }

    [Fact]
    public async Task Programs_that_know_gzip_read_it()
    {
        using var logs = new LogFixture();
        var text = new string('x', 300_000);
        logs.Write("a", 1, 0, text);
        var plain = File.ReadAllBytes(logs.PathOf("a", 1));
        logs.Compress("a", 1);
        await using var gzip = new GZipStream(File.OpenRead(logs.PathOf("a", 1) + ".gz"), CompressionMode.Decompress);
        using var read = new MemoryStream();
        await gzip.CopyToAsync(read);
        Assert.Equal(plain, read.ToArray());
    }

    [Fact]
    public async Task A_cursor_stays_valid_when_the_file_is_compressed_and_the_reader_that_has_it_open_goes_on()
    {
        using var logs = new LogFixture();
        logs.Write("a", 1, 0, "one", "two", "three");
        var (_, next) = await logs.ReadAsync(limit: 1);
        logs.Rotate("a", 1, 0);
        logs.Write("a", 1, 10, "four");
        logs.Compress("a", 1, 0);
        Assert.Equal(["two", "three", "four"], (await logs.ReadAsync(new LogQuery { Cursor = next })).Texts);
    }

    [Fact]
    public async Task While_a_file_is_there_plain_and_compressed_its_lines_are_given_once()
    {
        using var logs = new LogFixture();
        logs.Write("a", 1, 0, "one");
        logs.Rotate("a", 1, 0);
        File.Copy(logs.PathOf("a", 1, 0), logs.PathOf("a", 1, 9));
        logs.Compress("a", 1, 0);
        File.Move(logs.PathOf("a", 1, 9), logs.PathOf("a", 1, 0));
        logs.Write("a", 1, 10, "two");
        File.WriteAllText(logs.PathOf("a", 1, 0) + ".gz.tmp", "half");
        Assert.Equal(["one", "two"], (await logs.ReadAsync()).Texts);
        Assert.Equal(["one", "two"], (await logs.ReadAsync(new LogQuery { Tail = 9 })).Texts);
    }

    [Fact]
    public async Task A_compressed_file_that_is_cut_off_gives_the_whole_pieces_before_the_cut()
    {
        using var logs = new LogFixture();
        logs.Write("a", 1, 0, [.. Enumerable.Range(0, 3000).Select(i => $"{i} {new string('x', 60)}")]);
        logs.Rotate("a", 1, 0);
        logs.Compress("a", 1, 0);
        logs.Write("a", 1, 5000, "after");
        using (var file = File.OpenWrite(logs.PathOf("a", 1, 0) + ".gz")) file.SetLength(file.Length - 10);
        var read = await logs.ReadAllAsync(new LogQuery(), limit: 1000);
        Assert.InRange(read.Count, 1000, 2999);
        Assert.StartsWith("0 ", read[0], StringComparison.Ordinal);
        Assert.Equal("after", read[^1]);
    }

    [Fact]
    public async Task What_another_program_compressed_is_not_taken_for_a_log_and_a_damaged_piece_is_told()
    {
        using var logs = new LogFixture();
        await using (var gzip = new GZipStream(File.Create(logs.PathOf("a", 1, 0) + ".gz"), CompressionLevel.Fastest)) gzip.Write("2026-01-01T00:00:00.000Z [stdout] foreign\n"u8);
        logs.Write("a", 1, 0, "own");
        Assert.Equal(["own"], (await logs.ReadAsync()).Texts);
        logs.Rotate("a", 1, 1);
        logs.Compress("a", 1, 1);
        var path = logs.PathOf("a", 1, 1) + ".gz";
        var bytes = File.ReadAllBytes(path);
        bytes.AsSpan(24, 12).Fill(0xFF);
        File.WriteAllBytes(path, bytes);
        var e = await Assert.ThrowsAsync<BatonException>(() => logs.ReadAsync());
        Assert.Equal(ErrorCode.Unavailable, e.Code);
    }

    [Fact]
    public async Task The_tail_of_a_huge_compressed_file_unpacks_little_of_it()
    {
        using var logs = new LogFixture();
        logs.Write("a", 1, 0, [.. Enumerable.Repeat(new string('x', 165), 100_000), "last"]);
        logs.Compress("a", 1);
        var (texts, _) = await logs.ReadAsync(new LogQuery { Tail = 10 });
        Assert.Equal((10, "last"), (texts.Count, texts[^1]));
        Assert.InRange(logs.Reader.BytesRead, 1, 64 * 1024);
    }
}
