using System.Text;
using Baton.Core;
using Baton.TestKit;

namespace Baton.Processes.Output.Tests;

public sealed class OutputPumpTests
{
    [Fact]
    public async Task Bars_drawn_with_carriage_returns_and_bytes_that_are_no_text_pass_untouched()
    {
        await using var own = new OwnPump();
        var output = own.Open();
        using var hold = new FifoHolder(output.StdoutFifo, output.StderrFifo);
        await OwnPump.RunAsync(output, "bars", "3");
        await OwnPump.RunAsync(output, "raw", "FFFE00C3280AF0");
        var log = await own.FinishAsync(output);
        Assert.Equal([.. "\r1 of 3\r2 of 3\r3 of 3\rdone\n"u8, .. Convert.FromHexString("FFFE00C3280AF0")], log.Stdout);
    }

    [Fact]
    public async Task Streams_that_cut_each_other_in_mid_line_are_put_together_again_by_their_marks()
    {
        await using var own = new OwnPump();
        var output = own.Open();
        using var hold = new FifoHolder(output.StdoutFifo, output.StderrFifo);
        await OwnPump.RunAsync(output, "alternate", "500");
        var log = await own.FinishAsync(output);
        Assert.Equal(string.Concat(Enumerable.Range(0, 500).Select(i => $"o{i} ")) + "\n", Encoding.ASCII.GetString(log.Stdout));
        Assert.Equal(string.Concat(Enumerable.Range(0, 500).Select(i => $"e{i} ")) + "\n", Encoding.ASCII.GetString(log.Stderr));
    }

    [Fact]
    public async Task Files_rotate_under_their_limit_and_only_the_newest_are_kept()
    {
        await using var own = new OwnPump();
        var output = own.Open(rotateBytes: 50_000, keep: 3);
        using var hold = new FifoHolder(output.StdoutFifo, output.StderrFifo);
        await OwnPump.RunAsync(output, "flood", "out", "20000", "60");
        await own.FinishAsync(output);
        var files = TaggedLog.Files(Path.GetDirectoryName(output.LogPath)!);
        Assert.Equal(3, files.Count);
        Assert.Equal(output.LogPath, files[^1]);
        Assert.All(files, file => Assert.InRange(new FileInfo(file).Length, 1, 50_000));
        // 531 lines of 94 bytes fill a file; what is kept ends with the last line.
        Assert.Contains("0000019999 ", File.ReadLines(output.LogPath).Last(), StringComparison.Ordinal);
        Assert.Equal((20000 - 1) / 531 - 1, LogFileName.Parse(Path.GetFileName(files[1]))!.Segment);
    }

    [Fact]
    public async Task A_line_longer_than_a_file_goes_on_through_as_many_as_it_needs()
    {
        await using var own = new OwnPump();
        var output = own.Open(rotateBytes: 1000, keep: 1000);
        using var hold = new FifoHolder(output.StdoutFifo, output.StderrFifo);
        await OwnPump.RunAsync(output, "long-line", "100000");
        var log = await own.FinishAsync(output);
        LongLine.AssertWhole(log.Stdout, 100_000);
        Assert.All(TaggedLog.Files(Path.GetDirectoryName(output.LogPath)!), file => Assert.InRange(new FileInfo(file).Length, 1, 1000));
    }

    [Fact]
    public async Task Where_rotation_fails_the_old_file_goes_on_and_it_is_told_until_it_works()
    {
        await using var own = new OwnPump();
        var output = own.Open(rotateBytes: 5_000, keep: 1000);
        using var hold = new FifoHolder(output.StdoutFifo, output.StderrFifo);
        var folder = Path.GetDirectoryName(output.LogPath)!;
        // A folder in the way of the name: a rename over it fails for every user.
        Directory.CreateDirectory(output.LogPath[..^4] + ".0.log");
        await OwnPump.RunAsync(output, "flood", "out", "1000", "60");
        await Eventually.HoldsAsync(() => own.Troubles.Any(t => t.Problem?.Contains("cannot rotate", StringComparison.Ordinal) == true), "trouble is told");
        Directory.Delete(output.LogPath[..^4] + ".0.log");
        await Eventually.HoldsAsync(() =>
        {
            hold.Stderr("more\n"u8);
            return own.Troubles.Last().Problem is null;
        }, "the end of trouble is told");
        var log = await own.FinishAsync(output);
        Numbered.AssertComplete(log.Stdout, 1000, 60);
        Assert.True(Directory.GetFiles(folder).Length > 1);
    }

    [Fact]
    public async Task A_finish_takes_what_is_there_and_waits_for_no_holder()
    {
        await using var own = new OwnPump();
        var output = own.Open();
        // Held open, and so never at its end, as by a process that leaked.
        using var hold = new FifoHolder(output.StdoutFifo, output.StderrFifo);
        hold.Stdout("last words"u8);
        var log = await own.FinishAsync(output);
        Assert.Equal("last words", Encoding.ASCII.GetString(log.Stdout));
        Assert.Empty(own.Page.InUse());

        // The next run of the slot gets another pipe, into which who leaked cannot write.
        var next = own.Open("other", slot: output.SlotNumber);
        hold.Stdout("stale words"u8);
        using (var nextHold = new FifoHolder(next.StdoutFifo, next.StderrFifo)) nextHold.Stdout("new words"u8);
        Assert.Equal("new words", Encoding.ASCII.GetString((await own.FinishAsync(next)).Stdout));
    }

    [Fact]
    public async Task Growth_is_told_to_those_who_watch_beginning_with_what_is_there()
    {
        await using var own = new OwnPump();
        var output = own.Open();
        using var hold = new FifoHolder(output.StdoutFifo, output.StderrFifo);
        hold.Stdout("one\n"u8);
        await Eventually.HoldsAsync(() => new FileInfo(output.LogPath).Length == 38, "the line is written");
        Assert.Empty(own.Growth);
        own.Pump.Watch(output, isWatched: true);
        await Eventually.HoldsAsync(() => own.Growth.Any(g => g.Length == 38), "the present length is told");
        hold.Stderr("two\n"u8);
        await Eventually.HoldsAsync(() => own.Growth.Last().Length == 76, "growth is told");
        own.Pump.Watch(output, isWatched: false);
        var told = own.Growth.Count;
        hold.Stderr("three\n"u8);
        await own.FinishAsync(output);
        Assert.Equal(told, own.Growth.Count);
    }

    [Fact]
    public async Task A_log_folder_that_is_a_link_is_refused_and_nothing_is_left_behind()
    {
        await using var own = new OwnPump();
        Directory.CreateDirectory(own["logs"]);
        Directory.CreateDirectory(own["elsewhere"]);
        File.CreateSymbolicLink(own["logs/svc"], own["elsewhere"]);
        var refusal = Assert.Throws<BatonException>(() => own.Open());
        Assert.Equal(ErrorCode.Unavailable, refusal.Code);
        Assert.Empty(Directory.GetFileSystemEntries(own["elsewhere"]));
        Assert.Equal([own["run/output"]], Directory.GetFiles(own["run"]));
        Assert.Empty(own.Page.InUse());
    }

    [Fact]
    [Trait("Defect", "A9-13")]
    public async Task A_log_name_that_is_taken_makes_it_the_next_second_and_no_file_is_touched()
    {
        await using var own = new OwnPump();
        var at = new DateTimeOffset(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);
        var taken = Path.Combine(Directory.CreateDirectory(own["logs/svc"]).FullName, new LogFileName("svc", at, 1).ToString());
        await File.WriteAllTextAsync(taken, "old");
        var output = own.Open(at: at);
        Assert.Equal(at.AddSeconds(1), output.StartedAt);
        Assert.Equal(at.AddSeconds(1), Assert.Single(own.Page.InUse()).StartedAt);
        Assert.Equal("old", await File.ReadAllTextAsync(taken));
        Assert.True(OperatingSystem.IsLinux() && File.GetUnixFileMode(output.LogPath) == (UnixFileMode.UserRead | UnixFileMode.UserWrite));
    }

    [Fact]
    public async Task A_log_that_is_slow_gets_a_thread_of_its_own_and_holds_up_nobody_else()
    {
        var time = new ManualTime();
        var isSlow = true;
        var sharedWrites = 0;
        using var gate = new ManualResetEventSlim();
        await using var own = new OwnPump(time, point =>
        {
            if (point != PumpPoint.AfterWrite || !Volatile.Read(ref isSlow)) return;
            var isLane = Thread.CurrentThread.Name == "output lane";
            if (isLane || Interlocked.Increment(ref sharedWrites) == 1) time.Advance(TimeSpan.FromMilliseconds(60));
            if (isLane) gate.Wait();
        });
        var slow = own.Open("slow");
        using var holdSlow = new FifoHolder(slow.StdoutFifo, slow.StderrFifo);
        holdSlow.Stdout("0\n"u8);
        await Eventually.HoldsAsync(() => own.Pump.Lanes == 1, "the slow run has moved");
        holdSlow.Stdout("1\n"u8);

        var quick = own.Open("quick");
        using var holdQuick = new FifoHolder(quick.StdoutFifo, quick.StderrFifo);
        holdQuick.Stdout("still here\n"u8);
        await Eventually.HoldsAsync(() => new FileInfo(quick.LogPath).Length > 0, "another run's log grows while the slow one hangs");

        Volatile.Write(ref isSlow, false);
        gate.Set();
        for (var i = 2; own.Pump.Lanes > 0; i++)
        {
            var length = new FileInfo(slow.LogPath).Length;
            holdSlow.Stdout("more\n"u8);
            await Eventually.HoldsAsync(() => new FileInfo(slow.LogPath).Length > length || own.Pump.Lanes == 0, "the slow log goes on");
            Assert.InRange(i, 2, 200);
        }

        var log = await own.FinishAsync(slow);
        Assert.StartsWith("0\n1\nmore\n", Encoding.ASCII.GetString(log.Stdout), StringComparison.Ordinal);
    }
}
