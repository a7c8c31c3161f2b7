using System.Text.Json;
using Baton.Contracts;
using Baton.Journal.Reading;
using Baton.Processes;
using Baton.TestKit;

namespace Baton.Control.Tests.Endpoints;

public class ServiceRunsTests
{
    [Fact]
    public async Task Runs_are_told_newest_first_with_how_and_why_they_ended()
    {
        await using var control = await ControlFixture.StartAsync("db");
        await control.SendAsync("POST", "/api/v1/services/db/start");
        control.Time.Advance(TimeSpan.FromSeconds(2));
        control.Host.Exit(new RunId("db", 1), new ExitStatus(3, null));
        control.Time.Advance(TimeSpan.FromMinutes(1));
        control.Host.Exit(new RunId("db", 2), new ExitStatus(null, 9));
        control.Time.Advance(TimeSpan.FromMinutes(1));
        await control.SendAsync("POST", "/api/v1/services/db/restart");
        var runs = (await RunsAsync(control)).Items;
        Assert.Equal([4, 3, 2, 1], runs.Select(run => run.Run));
        Assert.Equal([RunEnds.Running, RunEnds.Exited, RunEnds.Killed, RunEnds.Exited], runs.Select(run => run.How));
        Assert.Equal((1003, null, null), (runs[0].Pid, runs[0].EndedAt, runs[0].Reason));
        Assert.StartsWith("a restart was asked for by uid", runs[1].Reason, StringComparison.Ordinal);
        Assert.Equal(("SIGTERM", null), (runs[1].ExitSignal, runs[1].Pid));
        Assert.Equal(("SIGKILL", "signal SIGKILL"), (runs[2].ExitSignal, runs[2].Reason));
        Assert.Equal((3, "exit code 3", 2.0, control.Time.Origin, control.Time.Origin.AddSeconds(2)),
            (runs[3].ExitCode, runs[3].Reason, runs[3].DurationSeconds, runs[3].StartedAt, runs[3].EndedAt));
    }

    [Fact]
    public async Task A_program_that_cannot_be_started_says_why()
    {
        await using var control = await ControlFixture.StartAsync("db");
        control.Host.SpawnsAtOnce = false;
        var asking = control.SendAsync("POST", "/api/v1/services/db/start");
        await Eventually.HoldsAsync(() => control.Host.Spawned.Any(), "a spawn");
        control.Host.FailSpawn(new RunId("db", 1), "not found in PATH");
        await asking;
        var run = (await RunsAsync(control)).Items.Single();
        Assert.Equal((RunEnds.SpawnFailed, "not found in PATH", null), (run.How, run.Reason, run.ExitCode));
    }

    [Fact]
    public async Task Pages_go_back_through_the_journal_and_every_run_comes_once()
    {
        await using var control = await ControlFixture.StartWithJournalAsync("db");
        await control.SendAsync("POST", "/api/v1/services/db/start");
        // The board keeps 64 events: the older runs are in the journal only.
        for (var i = 0; i < 49; i++) await control.SendAsync("POST", "/api/v1/services/db/restart");
        await Eventually.HoldsAsync(() => control.Journal!.Reader.Newest(long.MaxValue, 1, NoticeFilter.All).First == control.Notices.Last, "it is written");
        var (runs, cursor, pages) = (new List<int>(), "", 0);
        do
        {
            var page = await RunsAsync(control, $"?limit=7{cursor}");
            runs.AddRange(page.Items.Select(run => run.Run));
            cursor = page.Next is { } next ? $"&cursor={next}" : "";
            pages++;
        }
        while (cursor.Length > 0);
        Assert.Equal(Enumerable.Range(1, 50).Reverse(), runs);
        Assert.Equal(8, pages);
    }

    [Fact]
    public async Task The_present_run_is_shown_when_the_event_of_its_start_is_no_longer_kept()
    {
        await using var control = await ControlFixture.StartAsync("db");
        Assert.Empty((await RunsAsync(control)).Items);
        await control.SendAsync("POST", "/api/v1/services/db/start");
        for (var i = 0; i < 100; i++) control.Notices.Publish("daemon", "tick");
        control.Time.Advance(TimeSpan.FromSeconds(9));
        var run = (await RunsAsync(control)).Items.Single();
        Assert.Equal((1, RunEnds.Running, 1000, 9.0), (run.Run, run.How, run.Pid, run.DurationSeconds));
    }

    [Theory]
    [InlineData("?cursor=x")]
    [InlineData("?cursor=0")]
    [InlineData("?limit=0")]
    public async Task A_bad_cursor_or_limit_is_422(string query)
    {
        await using var control = await ControlFixture.StartAsync("db");
        Assert.Equal(422, (await control.SendAsync("GET", $"/api/v1/services/db/runs{query}")).Status);
    }

    private static async Task<Page<RunRecord>> RunsAsync(ControlFixture control, string query = "")
    {
        var answer = await control.SendAsync("GET", $"/api/v1/services/db/runs{query}");
        Assert.Equal(200, answer.Status);
        return JsonSerializer.Deserialize(answer.Body, WireJson.Default.PageRunRecord)!;
    }
}
