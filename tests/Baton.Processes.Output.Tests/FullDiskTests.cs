using System.Globalization;
using System.Text.RegularExpressions;
using Baton.TestKit;

namespace Baton.Processes.Output.Tests;

/// <summary>
/// Logs on a tmpfs of 16 MiB that a filler makes full, in a mount namespace of the hosted pump: real "no space left", no root needed
/// where user namespaces are allowed.
/// </summary>
public sealed partial class FullDiskTests
{
    private const int Lines = 60_000, Length = 60, FillerBytes = 15 << 20;

    [Fact]
    public async Task With_drop_the_gap_is_counted_in_the_log_and_every_other_line_is_whole()
    {
        using var folder = new TemporaryFolder();
        using var pump = await StartAsync(folder, "drop");
        using var hold = new FifoHolder(pump);
        using var log = File.Open(Inside(pump, LogFiles(pump).Single()), FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var writer = Child.Write(pump.Stdout, pump.Stderr, "flood", "out", $"{Lines}", $"{Length}");
        Assert.Contains("No space left", await pump.AnswerAsync("trouble"), StringComparison.Ordinal);
        Assert.Equal(0, await writer.ExitAsync());
        File.Delete(Inside(pump, "filler"));
        Assert.NotNull(await pump.AnswerAsync("well"));
        hold.Stdout("after\n"u8);
        StreamFigures counts = default;
        await Eventually.HoldsAsync(() => (counts = pump.CountsAsync().GetAwaiter().GetResult()).Bytes + counts.DroppedBytes == ((long)Lines * Length) + "after\n".Length, () => $"all is counted: {counts}");
        Assert.True(await pump.FinishAsync());

        var read = await ReadAsync(folder, log);
        var drops = read.Notes.Select(note => DropPattern.Match(note)).ToList();
        Assert.NotEmpty(drops);
        Assert.All(drops, drop => Assert.True(drop.Success));
        Assert.EndsWith("after\n", System.Text.Encoding.ASCII.GetString(read.Stdout), StringComparison.Ordinal);
        // Exact, but that a gap in which a cut line ended leaves that piece of it with a newline of Baton's.
        var dropped = drops.Sum(drop => long.Parse(drop.Groups[1].Value, CultureInfo.InvariantCulture));
        Assert.Equal((dropped, drops.Sum(drop => long.Parse(drop.Groups[2].Value, CultureInfo.InvariantCulture))), (counts.DroppedBytes, counts.DroppedLines));
        Assert.Equal(Lines + 1, counts.Lines + counts.DroppedLines);
        Assert.InRange(dropped + read.Stdout.Length - (((long)Lines * Length) + "after\n".Length), 0, drops.Count);
    }

    [Fact]
    public async Task With_block_the_writer_waits_and_nothing_is_lost()
    {
        using var folder = new TemporaryFolder();
        using var pump = await StartAsync(folder, "block");
        using var hold = new FifoHolder(pump);
        using var log = File.Open(Inside(pump, LogFiles(pump).Single()), FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var writer = Child.Write(pump.Stdout, pump.Stderr, "flood", "both", $"{Lines}", $"{Length}");
        Assert.Contains("No space left", await pump.AnswerAsync("trouble"), StringComparison.Ordinal);
        Assert.False(writer.HasExited);
        File.Delete(Inside(pump, "filler"));
        Assert.NotNull(await pump.AnswerAsync("well"));
        Assert.Equal(0, await writer.ExitAsync());
        Assert.True(await pump.FinishAsync());

        var read = await ReadAsync(folder, log);
        Numbered.AssertComplete(read.Stdout, Lines, Length);
        Numbered.AssertComplete(read.Stderr, Lines, Length);
        Assert.Empty(read.Notes);
    }

    [Fact]
    public async Task A_finish_that_blocks_on_a_full_disk_gives_up_in_the_end_and_says_what_was_dropped()
    {
        using var folder = new TemporaryFolder();
        using var pump = await StartAsync(folder, "block");
        using var hold = new FifoHolder(pump);
        using var log = File.Open(Inside(pump, LogFiles(pump).Single()), FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using (var writer = Child.Write(pump.Stdout, pump.Stderr, "flood", "both", $"{Lines}", $"{Length}"))
        {
            Assert.NotNull(await pump.AnswerAsync("trouble"));
        }

        Assert.True(await pump.FinishAsync());
        // Where the last page has room for it, the note stands in the log; where not, the event tells it.
        var notes = (await ReadAsync(folder, log)).Notes;
        Assert.Contains([.. notes, pump.Troubles[^1]], told => told.Contains("were dropped: No space left", StringComparison.Ordinal));
    }

    [GeneratedRegex(@"^(\d+) bytes \((\d+) lines\) of stdout were dropped: No space left on device$")]
    private static partial Regex DropPattern { get; }

    // The mount is gone with the pump that lived in it; the open file is not.
    private static async Task<TaggedLog> ReadAsync(TemporaryFolder folder, FileStream log)
    {
        var copy = Path.Combine(Directory.CreateDirectory(folder["copy"]).FullName, "svc-20260101-000000-r1.log");
        await using (var to = File.Create(copy)) await log.CopyToAsync(to);
        return TaggedLog.Read(folder["copy"]);
    }

    private static async Task<HostedPump> StartAsync(TemporaryFolder folder, string policy)
    {
        Directory.CreateDirectory(folder["logs"]);
        var pump = new HostedPump(folder.Path, $"full={policy}");
        await pump.StartUnderAsync("unshare", "-rm", "/bin/sh", "-c",
            $"mount -t tmpfs -o size=16m tmpfs '{folder["logs"]}' && head -c {FillerBytes} /dev/zero > '{folder["logs"]}/filler' && exec \"$@\"", "sh");
        return pump;
    }

    private static string Inside(HostedPump pump, string name) => Path.Combine($"/proc/{pump.Pid}/root{pump.State}/logs", name);

    private static string[] LogFiles(HostedPump pump) => Directory.GetFiles(Inside(pump, "svc"));
}
