using Baton.Processes.Output.Compression;
using Baton.TestKit;

namespace Baton.Processes.Output.Tests;

/// <summary>Closed logs are compressed beside the pump; a death at any point, and a full disk, cost no line.</summary>
public sealed class CompressionTests
{
    private const int Length = 60;

    public static TheoryData<string> Points() => new(Enum.GetNames<CompressionPoint>());

    [Theory]
    [MemberData(nameof(Points))]
    public async Task A_death_in_a_compression_loses_and_doubles_no_line_and_leaves_nothing_half_done(string point)
    {
        const int lines = 20_000;
        using var folder = new TemporaryFolder();
        using var pump = new HostedPump(folder.Path, "rotate=200000", "compress");
        Assert.True(await pump.StartAsync($"die={point}"));
        using var hold = new FifoHolder(pump);
        using var writer = Child.Write(pump.Stdout, pump.Stderr, "flood", "both", $"{lines}", $"{Length}");
        Assert.Equal(137, await pump.ExitAsync());
        Assert.True(await pump.StartAsync());
        Assert.Equal(0, await writer.ExitAsync());
        Assert.True(await pump.FinishAsync());
        AssertComplete(folder, lines);

        using (var desk = new CompressionDesk(folder["logs"], _ => null, (_, problem) => Assert.Fail(problem)))
        {
            desk.Look("svc");
            await Eventually.HoldsAsync(() => Names(folder).Count(name => !name.EndsWith(".gz", StringComparison.Ordinal)) == 1, "all but the last file are compressed");
        }

        Assert.DoesNotContain(Names(folder), name => name.EndsWith(".tmp", StringComparison.Ordinal));
        AssertComplete(folder, lines);
    }

    [Fact]
    public async Task Files_beyond_the_count_go_whether_they_are_compressed_or_not()
    {
        using var folder = new TemporaryFolder();
        using var pump = new HostedPump(folder.Path, "rotate=50000", "keep=3", "compress");
        Assert.True(await pump.StartAsync());
        using var hold = new FifoHolder(pump);
        using var writer = Child.Write(pump.Stdout, pump.Stderr, "flood", "out", "40000", $"{Length}");
        Assert.Equal(0, await writer.ExitAsync());
        Assert.True(await pump.FinishAsync());
        Assert.Equal(3, TaggedLog.Files(folder["logs/svc"]).Count);
    }

    [Fact]
    public async Task On_a_full_disk_the_plain_file_stays_it_is_told_and_done_once_there_is_room()
    {
        const string closed = "svc/svc-20250101-000000-r7.3.log";
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["logs"]);
        using var pump = new HostedPump(folder.Path);
        var logs = folder["logs"];
        await pump.StartUnderAsync("unshare", "-rm", "/bin/sh", "-c",
            $"mount -t tmpfs -o size=4m tmpfs '{logs}' && mkdir -m 700 '{logs}/svc' && head -c 300000 /dev/urandom > '{logs}/{closed}' && {{ cat /dev/zero > '{logs}/filler' 2> /dev/null; exec \"$@\"; }}", "sh");
        string Inside(string name) => Path.Combine($"/proc/{pump.Pid}/root{pump.State}/logs", name);
        await pump.LookAsync();
        Assert.Contains("No space left", await pump.AnswerAsync("plain"), StringComparison.Ordinal);
        Assert.Equal(300_000, new FileInfo(Inside(closed)).Length);
        Assert.DoesNotContain(Directory.GetFiles(Inside("svc")), name => name.Contains(".gz", StringComparison.Ordinal));
        File.Delete(Inside("filler"));
        await pump.LookAsync();
        await Eventually.HoldsAsync(() => File.Exists(Inside(closed + ".gz")) && !File.Exists(Inside(closed)), "it is compressed");
    }

    [Fact]
    public async Task What_is_written_to_or_may_still_be_cut_and_what_is_not_ours_stays_as_it_is()
    {
        using var folder = new TemporaryFolder();
        string[] plain = ["svc-20260101-000000-r4.2.log", "svc-20260101-000000-r4.log", "svc-20260101-000000-r5.log", "notes.txt", "other-20260101-000000-r1.log", "mine.log.gz.tmp"];
        string[] closed = ["svc-20260101-000000-r3.log", "svc-20260101-000000-r4.0.log", "svc-20260101-000000-r4.1.log"];
        foreach (var name in plain.Concat(closed)) folder.Write($"svc/{name}", "x");
        folder.Write("svc/svc-20260101-000000-r3.log.gz.tmp", "half");
        using var desk = new CompressionDesk(folder.Path, id => id.Run == 4 ? 2 : null, (_, problem) => Assert.Fail(problem));
        desk.Look("svc");
        await Eventually.HoldsAsync(() => closed.All(name => !File.Exists(folder[$"svc/{name}"])), "closed files are compressed");
        Assert.Equal(plain.Concat(closed.Select(name => name + ".gz")).Order(StringComparer.Ordinal),
            Directory.GetFiles(folder["svc"]).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_file_is_closed_for_its_age_when_more_is_written_and_not_before()
    {
        var time = new ManualTime();
        await using var own = new OwnPump(time);
        var output = own.Open(rotateAge: TimeSpan.FromHours(1));
        using var hold = new FifoHolder(output.StdoutFifo, output.StderrFifo);
        var folder = Path.GetDirectoryName(output.LogPath)!;
        // Nothing was written: an empty file is not old, however long it is there.
        time.Advance(TimeSpan.FromHours(5));
        hold.Stdout("one\n"u8);
        await Eventually.HoldsAsync(() => File.ReadAllText(output.LogPath).Contains("one", StringComparison.Ordinal), "the first line");
        time.Advance(TimeSpan.FromMinutes(59));
        hold.Stdout("two\n"u8);
        await Eventually.HoldsAsync(() => File.ReadAllText(output.LogPath).Contains("two", StringComparison.Ordinal), "the second line");
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.Single(Directory.GetFiles(folder));
        hold.Stdout("three\n"u8);
        await Eventually.HoldsAsync(() => Directory.GetFiles(folder).Length == 2 && File.ReadAllText(output.LogPath).Contains("three", StringComparison.Ordinal), "the next file");
        Assert.DoesNotContain("two", File.ReadAllText(output.LogPath), StringComparison.Ordinal);
        Assert.Equal("one\ntwo\nthree\n", System.Text.Encoding.ASCII.GetString((await own.FinishAsync(output)).Stdout));
    }

    private static void AssertComplete(TemporaryFolder folder, int lines)
    {
        var log = TaggedLog.Read(folder["logs/svc"]);
        Numbered.AssertComplete(log.Stdout, lines, Length);
        Numbered.AssertComplete(log.Stderr, lines, Length);
    }

    private static IEnumerable<string> Names(TemporaryFolder folder) => Directory.GetFiles(folder["logs/svc"]).Select(path => Path.GetFileName(path));
}
