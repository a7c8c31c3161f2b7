using System.Collections.Concurrent;
using Baton.Probes;
using Baton.Probes.Specs;
using Baton.Processes;
using Baton.Supervision.Probing;
using Baton.TestKit;

namespace Baton.Supervision.Logs.Tests;

/// <summary>The probe that looks for a line, over real log files.</summary>
public sealed class LogLineProbingTests : IDisposable
{
    private readonly LogFixture _log = new();
    private readonly ConcurrentQueue<ProbeResult> _told = new();
    private readonly ConcurrentQueue<string> _troubles = new();
    private readonly ConcurrentQueue<Exception> _bugs = new();

    public void Dispose()
    {
        Assert.Empty(_bugs);
        _log.Dispose();
    }

    [Fact]
    public async Task A_line_that_was_there_before_anybody_looked_is_found()
    {
        _log.Write("a", 1, 0, "starting", "Ready on port 8000");
        using var search = Begin("^Ready on port [0-9]+$");
        await FoundAsync("Ready on port 8000");
    }

    [Fact]
    public async Task A_line_is_found_when_it_is_written_and_nothing_is_followed_after_that()
    {
        _log.Write("a", 1, 0, "starting");
        using var search = Begin("Ready");
        await Eventually.HoldsAsync(() => _log.Commands.Contains(new ProcessCommand.WatchOutput("a", true)), "following");
        _log.Write("a", 1, 1, "not yet");
        _log.Grew("a", 1);
        _log.Write("a", 1, 2, "Ready");
        _log.Grew("a", 1);
        await FoundAsync("Ready");
        await Eventually.HoldsAsync(() => _log.Commands.Last() == new ProcessCommand.WatchOutput("a", false), "no longer following");
    }

    [Fact]
    public async Task Lines_of_an_earlier_run_do_not_count_and_the_log_may_come_later()
    {
        _log.Write("a", 1, 0, "Ready in run 1");
        using var search = Begin("Ready", run: 2);
        await Eventually.HoldsAsync(() => _log.Commands.Contains(new ProcessCommand.WatchOutput("a", true)), "following");
        _log.Write("a", 2, 5, "Ready in run 2");
        _log.Grew("a", 2);
        await FoundAsync("Ready in run 2");
    }

    [Fact]
    public async Task Only_lines_of_the_wanted_stream_count_and_never_a_note_of_Baton()
    {
        _log.Append("a", 1, $"{LogFixture.Stamp(0)} [baton] Ready 1\n{LogFixture.Stamp(1)} [stdout] Ready 2\n{LogFixture.Stamp(2)} [stderr] Ready 3\n");
        using var search = Begin("Ready", LogLineStream.Stderr);
        await FoundAsync("Ready 3");
    }

    [Fact]
    public async Task A_line_that_the_other_stream_cut_in_two_is_searched_as_a_whole()
    {
        _log.Append("a", 1, $"{LogFixture.Stamp(0)} [stdout] Rea\n{LogFixture.Stamp(1)} [stderr] warning\n{LogFixture.Stamp(2)} [stdout+] dy\r\n");
        using var search = Begin("^Ready$");
        await FoundAsync("Ready");
    }

    [Fact]
    public async Task A_line_whose_end_does_not_come_is_searched_as_far_as_it_goes()
    {
        _log.Append("a", 1, $"{LogFixture.Stamp(0)} [stdout] Ready, type something: ");
        using var search = Begin("Ready");
        await Eventually.HoldsAsync(() => _log.Time.Armed.Count > 0, "the line is held back");
        Assert.Empty(_told);
        _log.Time.Advance(LogFollower.PartialLineDelay);
        await FoundAsync("Ready, type something: ");
    }

    [Fact]
    public async Task Lines_are_found_over_rotations_though_the_first_files_are_gone()
    {
        _log.Write("a", 1, 0, "one");
        _log.Rotate("a", 1, 0);
        _log.Write("a", 1, 1, "two");
        _log.Rotate("a", 1, 1);
        File.Delete(_log.PathOf("a", 1, 0));
        using var search = Begin("Ready");
        await Eventually.HoldsAsync(() => _log.Commands.Contains(new ProcessCommand.WatchOutput("a", true)), "following");
        _log.Write("a", 1, 2, "three");
        _log.Rotate("a", 1, 2);
        _log.Write("a", 1, 3, "Ready");
        _log.Grew("a", 1);
        await FoundAsync("Ready");
    }

    [Fact]
    public async Task Of_a_long_line_only_the_first_8_KiB_are_searched()
    {
        var filler = new string('x', ProbeSpec.LogLine.LineBytes - 5);
        _log.Write("a", 1, 0, $"{filler}Ready too late", new string('y', 300_000) + "Ready", $"{filler}Ready"[5..] + new string('z', 300_000));
        using var search = Begin("x.*Ready");
        await Eventually.HoldsAsync(() => !_told.IsEmpty, "a match");
        Assert.StartsWith("a line matched: xxx", _told.Single().Detail, StringComparison.Ordinal);
        Assert.Equal("a line matched: ".Length + 200, _told.Single().Detail.Length);
    }

    [Fact]
    public async Task A_long_line_alone_does_not_match_by_what_lies_behind_its_first_8_KiB()
    {
        _log.Write("a", 1, 0, new string('x', ProbeSpec.LogLine.LineBytes - 5) + "Ready", new string('y', 300_000) + "Ready");
        using var search = Begin("Ready");
        await Eventually.HoldsAsync(() => _log.Reader.BytesRead > 300_000, "all to be read");
        _log.Write("a", 1, 1, "Ready");
        _log.Grew("a", 1);
        await FoundAsync("xxx", isWhole: false);
    }

    [Fact]
    public async Task A_log_that_cannot_be_read_is_told_once_and_tried_again()
    {
        Directory.CreateDirectory(Path.Combine(_log.Logs, "elsewhere"));
        File.CreateSymbolicLink(Path.Combine(_log.Logs, "a"), Path.Combine(_log.Logs, "elsewhere"));
        using var search = Begin("Ready");
        for (var i = 0; i < 3; i++)
        {
            await Eventually.HoldsAsync(() => _log.Time.Armed.Contains(TimeSpan.FromSeconds(1)), "the next attempt");
            _log.Time.Advance(TimeSpan.FromSeconds(0.999));
            if (i == 2) File.Delete(Path.Combine(_log.Logs, "a"));
            if (i == 2) _log.Write("a", 1, 0, "Ready");
            _log.Time.Advance(TimeSpan.FromSeconds(0.001));
        }

        await FoundAsync("Ready");
        Assert.Contains("cannot read log", Assert.Single(_troubles), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pattern_that_takes_too_long_for_a_line_costs_that_line_and_is_told()
    {
        _log.Write("a", 1, 0, new string('a', 8192), "Ready");
        using var search = Begin("(a?){1000}a{1000}b|Ready");
        await FoundAsync("Ready");
        Assert.Contains("takes more than 1 s", Assert.Single(_troubles), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_search_that_is_ended_follows_nothing_and_tells_nothing()
    {
        _log.Write("a", 1, 0, "starting");
        Begin("Ready").Dispose();
        await Eventually.HoldsAsync(() => _log.Commands.LastOrDefault() is null or ProcessCommand.WatchOutput { IsWatched: false }, "no longer following");
        _log.Write("a", 1, 1, "Ready");
        _log.Grew("a", 1);
        Assert.Empty(_told);
    }

    private IDisposable Begin(string pattern, LogLineStream stream = LogLineStream.Both, int run = 1) =>
        new LogLineProbing(_log.Reader, _log.Activity, _log.Time, (service, problem) => _troubles.Enqueue($"{service}: {problem}"), _bugs.Enqueue)
            .Begin(new RunId("a", run), new ProbeSpec.LogLine(pattern) { Stream = stream }, _told.Enqueue);

    private async Task FoundAsync(string line, bool isWhole = true)
    {
        await Eventually.HoldsAsync(() => !_told.IsEmpty || !_bugs.IsEmpty, "a match");
        Assert.Empty(_bugs);
        var result = _told.Single();
        Assert.True(result.IsSuccess);
        if (isWhole) Assert.Equal($"a line matched: {line}", result.Detail);
        else Assert.Contains(line, result.Detail, StringComparison.Ordinal);
    }
}
