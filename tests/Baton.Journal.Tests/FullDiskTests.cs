using Baton.TestKit;

namespace Baton.Journal.Tests;

/// <summary>Disks that take nothing, and daemons that are killed.</summary>
public sealed class FullDiskTests : IDisposable
{
    private readonly WrittenJournal _written = new() { Limits = new JournalLimits { SegmentBytes = 50_000 } };

    public void Dispose() => _written.Dispose();

    /// <summary>On a tmpfs of 1 MiB in a mount namespace of the writer: real "no space left", no root needed where user namespaces are allowed.</summary>
    [Fact]
    public async Task A_disk_without_room_costs_only_what_the_board_lets_go_and_it_goes_on_by_itself()
    {
        Directory.CreateDirectory(_written.Folder);
        var script = $"mount -t tmpfs -o size=1m tmpfs '{_written.Folder}' && exec '{TestPrograms.JournalProcess}' '{_written.Folder}' 50000 full";
        var (exitCode, output, errors) = await RunningProgram.RunAsync("/usr/bin/env", ["unshare", "-rm", "/bin/sh", "-c", script], "/");
        Assert.True(exitCode == 0, output + errors);
        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Contains("No space left", lines[0], StringComparison.Ordinal);
        var numbers = lines[2].Split(' ').Select(word => long.Parse(word, System.Globalization.CultureInfo.InvariantCulture)).ToList();
        var (last, read, missed) = (numbers[0], numbers[1], numbers[2]);
        // Of 6,000 facts the board keeps the newest 4,096.
        Assert.InRange(missed, 1900, 20_000);
        Assert.Equal($"the journal is written again; {missed} events are missing in it", lines[1]);
        Assert.Equal(last, read + missed);
    }

    [Fact]
    public async Task A_writer_that_is_killed_at_full_speed_leaves_whole_records_and_no_number_is_used_again()
    {
        long last = 0, seen = 0;
        for (var life = 0; life < 5; life++)
        {
            await using var writer = RunningProgram.Start(TestPrograms.JournalProcess, [_written.Folder, "50000"], "/");
            await Eventually.HoldsAsync(() => writer.Output.Split('\n').Length > 10 + (life * 7), () => $"it writes: {writer.Output}{writer.Errors}");
            writer.Signal(9);
            await writer.ExitAsync();
            var lines = writer.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
            var begin = lines[0].Split(' ');
            Assert.True(long.Parse(begin[1], System.Globalization.CultureInfo.InvariantCulture) >= last, $"{lines[0]} after {last}");
            var newest = lines[^1].Split(' ');
            (last, seen) = (long.Parse(newest[0], System.Globalization.CultureInfo.InvariantCulture), long.Parse(newest[1], System.Globalization.CultureInfo.InvariantCulture));
        }

        using var journal = _written.Open(out var board);
        var all = WrittenJournal.All(journal);
        Assert.True(board.Last >= last);
        Assert.True(all[^1].Seq >= seen, $"{all[^1].Seq} is the newest, {seen} was seen");
        Assert.Equal(all.Select(notice => notice.Seq).Distinct().Order(), all.Select(notice => notice.Seq));
        Assert.All(all.Where(notice => notice.What == "tick"), notice => Assert.Equal(100, notice.Detail!.Length));
    }
}
