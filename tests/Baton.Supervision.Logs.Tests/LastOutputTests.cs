using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Baton.Processes;
using Baton.TestKit;

namespace Baton.Supervision.Logs.Tests;

/// <summary>The last words of runs that failed, from real log files.</summary>
public sealed class LastOutputTests : IDisposable
{
    private static readonly RunId Run = new("a", 1);

    private readonly LogFixture _log = new();
    private readonly ConcurrentQueue<IReadOnlyList<string>> _told = new();

    public void Dispose() => _log.Dispose();

    [Fact]
    public async Task The_last_ten_lines_of_standard_error_are_read_whatever_was_written_to_standard_output()
    {
        for (var i = 1; i <= 12; i++) Error($"error {i}");
        for (var i = 1; i <= 100; i++) _log.Write("a", 1, i, $"output {i}");
        Assert.Equal(Enumerable.Range(3, 10).Select(i => $"error {i}"), await ReadAsync());
    }

    [Fact]
    public async Task Standard_output_is_shown_when_standard_error_is_silent_and_blank_lines_are_left_out()
    {
        _log.Write("a", 1, 0, "one", "", "  ", "two");
        _log.Append("a", 1, $"{LogFixture.Stamp(9)} [baton] 5 bytes were dropped\n");
        Assert.Equal(["one", "two"], await ReadAsync());
    }

    [Fact]
    public async Task Lines_are_read_over_a_rotation_and_never_of_another_run()
    {
        Error("of run 2", run: 2);
        Error("before the rotation");
        _log.Rotate("a", 1, 0);
        Error("after it");
        Assert.Equal(["before the rotation", "after it"], await ReadAsync());
    }

    [Fact]
    public async Task A_line_that_was_cut_in_two_is_one_and_one_that_was_never_ended_is_shown()
    {
        _log.Append("a", 1, $"{LogFixture.Stamp(0)} [stderr] cannot \n{LogFixture.Stamp(1)} [stdout] x\n{LogFixture.Stamp(2)} [stderr+] bind\n{LogFixture.Stamp(3)} [stderr] Fatal");
        Assert.Equal(["cannot bind", "Fatal"], await ReadAsync());
    }

    [Fact]
    public async Task Text_is_cut_at_2_KiB_in_whole_characters()
    {
        Error(new string('é', 5000));
        Error("the end");
        var lines = await ReadAsync();
        Assert.Equal("the end", lines[1]);
        Assert.EndsWith("é…", lines[0], StringComparison.Ordinal);
        Assert.InRange(lines.Sum(Encoding.UTF8.GetByteCount), 1900, 2048);
    }

    [Fact]
    public async Task A_line_of_any_length_costs_no_more_than_the_window_and_shows_its_end()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_log.PathOf("a", 1))!);
        using (var file = File.OpenWrite(_log.PathOf("a", 1)))
        {
            file.Write(Encoding.UTF8.GetBytes($"{LogFixture.Stamp(0)} [stderr] begins"));
            // A hole: nothing on the disk, and zeros for who reads them.
            file.SetLength(1L << 30);
            file.Seek(0, SeekOrigin.End);
            file.Write("the very end\n"u8);
        }

        var before = GC.GetTotalAllocatedBytes();
        var lines = await ReadAsync();
        Assert.EndsWith("the very end", Assert.Single(lines), StringComparison.Ordinal);
        // Other tests allocate meanwhile; a gigabyte is more than they do.
        Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, 256 << 20);
    }

    [Fact]
    public async Task What_a_process_left_to_the_end_of_its_output_is_waited_for_but_not_for_ever()
    {
        Error("first");
        var last = NewLast();
        last.Read(Run, _told.Enqueue);
        Assert.Contains(new ProcessCommand.TellDrained(Run), _log.Commands);
        Assert.Empty(_told);
        Error("drained later");
        last.On(new ProcessEvent.OutputDrained(Run));
        await Eventually.HoldsAsync(() => _told.Count == 1, "the lines");
        Assert.Equal(["first", "drained later"], _told.First());

        last.Read(Run, _told.Enqueue);
        await Eventually.HoldsAsync(() => _log.Time.Armed.Count > 0, "the limit");
        _log.Time.Advance(LastOutput.Patience);
        await Eventually.HoldsAsync(() => _told.Count == 2, "the lines all the same");
    }

    [Fact]
    public async Task A_run_without_a_log_has_no_last_words() => Assert.Empty(await ReadAsync());

    private void Error(string line, int run = 1) => _log.Append("a", run, string.Create(CultureInfo.InvariantCulture, $"{LogFixture.Stamp(0)} [stderr] {line}\n"));

    private LastOutput NewLast() => new(_log.Logs, _log.Commands.Enqueue, _log.Time, bug => throw new InvalidOperationException("a bug", bug));

    private async Task<IReadOnlyList<string>> ReadAsync()
    {
        var last = NewLast();
        last.Read(Run, _told.Enqueue);
        last.On(new ProcessEvent.OutputDrained(Run));
        await Eventually.HoldsAsync(() => !_told.IsEmpty, "the last words");
        return _told.Single();
    }
}
