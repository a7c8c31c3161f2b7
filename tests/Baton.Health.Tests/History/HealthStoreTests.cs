using Baton.Health.History;
using Baton.Health.History.Buckets;
using Baton.Health.History.Memory;
using Baton.Health.History.Series;
using Baton.Health.History.Store;

namespace Baton.Health.Tests.History;

public sealed class HealthStoreTests : IDisposable
{
    private readonly StoredHistory _stored = new();

    public void Dispose() => _stored.Dispose();

    [Fact]
    public void What_was_told_is_there_at_once_and_after_a_restart()
    {
        var monitor = _stored.Watch("api");
        monitor.Add(_stored.Ok());
        monitor.Add(_stored.Bad());
        monitor.SaveState("{\"open\":true}"u8);
        var results = monitor.Recent;
        Assert.Equal(2, results.Count);
        _stored.Reopen();
        var again = _stored.Watch("api");
        Assert.Equal("{\"open\":true}"u8, again.SavedState.Span);
        Assert.Equal(results, again.Recent);
        foreach (var span in (UptimeSpan[])[UptimeSpan.Hour, UptimeSpan.Day, UptimeSpan.Week, UptimeSpan.Month]) Assert.Equal(new Uptime(1, 1), again.Uptime(span));
        Assert.Equal(default, again.Uptime(UptimeSpan.SinceStart));
        Assert.Null(again.Uptime(UptimeSpan.SinceStart).Percent);
        Assert.Empty(_stored.Notices);
    }

    [Fact]
    public void Five_seconds_after_the_first_change_all_is_saved_and_then_nothing_more_is_done()
    {
        var monitor = _stored.Watch("api");
        Assert.Empty(_stored.Time.Armed);
        monitor.Add(_stored.Ok());
        monitor.Add(_stored.Ok());
        Assert.Equal([TimeSpan.FromSeconds(5)], _stored.Time.Armed);
        _stored.Advance(TimeSpan.FromSeconds(5));
        Assert.True(monitor.IsSaved);
        Assert.Empty(_stored.Time.Armed);
    }

    [Fact]
    public void Saves_within_one_minute_add_up()
    {
        var monitor = _stored.Watch("api");
        for (var i = 0; i < 5; i++)
        {
            monitor.Add(_stored.Ok());
            _stored.Save();
        }

        _stored.Reopen();
        monitor = _stored.Watch("api");
        monitor.Add(_stored.Ok());
        Assert.Equal(6, Series(monitor, TimeSpan.FromMinutes(1)).Points.Sum(point => point.Successes));
        Assert.Equal(6, monitor.Uptime(UptimeSpan.Hour).Successes);
    }

    [Fact]
    public void A_clock_that_jumps_ahead_and_back_costs_nothing()
    {
        var monitor = _stored.Watch("api");
        monitor.Add(_stored.Ok());
        _stored.Advance(TimeSpan.FromMinutes(10));
        _stored.Time.JumpWallClock(TimeSpan.FromDays(400));
        monitor.Add(_stored.Ok());
        _stored.Advance(TimeSpan.FromMinutes(2));
        _stored.Time.JumpWallClock(TimeSpan.FromDays(-400));
        monitor.Add(_stored.Bad());
        _stored.Save();
        Assert.Equal(new Uptime(1, 1), monitor.Uptime(UptimeSpan.Hour));
        _stored.Reopen();
        Assert.Equal(new Uptime(1, 1), _stored.Watch("api").Uptime(UptimeSpan.Hour));
    }

    [Fact]
    public void A_clock_from_before_1970_is_taken_for_1970()
    {
        var monitor = _stored.Watch("api");
        monitor.Add(_stored.Ok() with { At = DateTimeOffset.MinValue });
        _stored.Save();
        Assert.Single(monitor.Recent);
    }

    [Fact]
    public void An_incident_has_its_first_reason_and_goes_on_over_a_restart()
    {
        var monitor = _stored.Watch("api");
        var began = _stored.Now;
        monitor.Down(began, "timeout after 5 s");
        monitor.Down(_stored.Now, "another reason");
        _stored.Reopen();
        monitor = _stored.Watch("api");
        Assert.Equal(new Incident(1, began, null, "timeout after 5 s", null), monitor.OpenIncident);
        _stored.Advance(TimeSpan.FromMinutes(3));
        Assert.True(_stored.Ask(monitor.NoteAsync(1, "the router was replaced")));
        monitor.Up(_stored.Now);
        monitor.Up(_stored.Now);
        var ended = new Incident(1, began, _stored.Now, "timeout after 5 s", "the router was replaced");
        Assert.Equal([ended], _stored.Ask(monitor.IncidentsAsync(10)));
        _stored.Save();
        Assert.Equal([ended], _stored.Ask(monitor.IncidentsAsync(10)));
        Assert.False(_stored.Ask(monitor.NoteAsync(2, "there is none")));
    }

    [Fact]
    public void The_newest_incident_takes_a_note_before_and_after_it_is_saved_and_after_a_restart()
    {
        var monitor = _stored.Watch("api");
        Assert.Null(_stored.Ask(monitor.NoteNewestAsync("of nothing")));
        monitor.Down(_stored.Now, "refused");
        Assert.Equal("at once", _stored.Ask(monitor.NoteNewestAsync("at once"))?.Note);
        _stored.Save();
        Assert.Equal("at once", Assert.Single(_stored.Ask(monitor.IncidentsAsync(10))).Note);
        monitor.Up(_stored.Now);
        _stored.Reopen();
        monitor = _stored.Watch("api");
        Assert.Equal((1, "later"), _stored.Ask(monitor.NoteNewestAsync("later")) is { } noted ? (noted.Number, noted.Note) : default);
        monitor.Down(_stored.Now, "timeout");
        _stored.Ask(monitor.NoteNewestAsync("of the second"));
        _stored.Reopen();
        Assert.Equal(["of the second", "later"], _stored.Ask(_stored.Watch("api").IncidentsAsync(10)).Select(incident => incident.Note));
        Assert.Null(_stored.Ask(_stored.Watch("api").NoteNewestAsync(null))!.Note);
    }

    [Fact]
    public void An_incident_never_ends_before_it_began()
    {
        var monitor = _stored.Watch("api");
        monitor.Down(_stored.Now, "refused");
        monitor.Up(_stored.Now.AddHours(-1));
        var incident = Assert.Single(_stored.Ask(monitor.IncidentsAsync(10)));
        Assert.Equal(incident.Begin, incident.End);
    }

    [Fact]
    public void The_newest_two_hundred_incidents_are_kept()
    {
        var monitor = _stored.Watch("api");
        for (var i = 0; i < 230; i++)
        {
            monitor.Down(_stored.Now, "refused");
            monitor.Up(_stored.Now);
            if (i % 20 == 0) _stored.Save();
        }

        _stored.Save();
        var incidents = _stored.Ask(monitor.IncidentsAsync(1000));
        Assert.Equal(Enumerable.Range(31, 200).Reverse().Select(number => (long)number), incidents.Select(incident => incident.Number));
    }

    [Fact]
    public void A_monitor_that_is_removed_is_forgotten_after_thirty_days_and_no_sooner()
    {
        var (gone, stays) = (_stored.Watch("gone"), _stored.Watch("stays"));
        gone.Add(_stored.Ok());
        gone.Down(_stored.Now, "refused");
        _stored.Save();
        _stored.Store.Unwatch("gone");
        Live(stays, days: 29);
        Assert.NotEmpty(_stored.Watch("gone").Recent);
        _stored.Store.Unwatch("gone");
        Live(stays, days: 31);
        var again = _stored.Watch("gone");
        Assert.Empty(again.Recent);
        Assert.Empty(_stored.Ask(again.IncidentsAsync(10)));
        Assert.Equal(0, again.Uptime(UptimeSpan.Month).Probes);
        Assert.NotEmpty(stays.Recent);
    }

    [Fact]
    public void A_file_that_is_damaged_is_set_aside_and_what_is_in_memory_goes_into_a_new_one()
    {
        var monitor = _stored.Watch("api");
        monitor.SaveState("open"u8);
        _stored.Close();
        File.WriteAllText(_stored.File, new string('x', 9000));
        _stored.Reopen();
        Assert.Equal(StoreNoticeKind.SetAside, Assert.Single(_stored.Notices).Kind);
        monitor = _stored.Watch("api");
        Assert.True(monitor.SavedState.IsEmpty);
        monitor.Add(_stored.Ok());
        _stored.Reopen();
        Assert.Single(_stored.Watch("api").Recent);
        Assert.Single(Directory.GetFiles(_stored.Folder.Path, "health.db.set-aside-*"));
    }

    [Fact]
    public void Damage_that_is_met_while_it_runs_costs_the_old_buckets_and_nothing_that_is_in_memory()
    {
        var monitor = _stored.Watch("api");
        monitor.SaveState("open"u8);
        monitor.Add(_stored.Ok());
        monitor.Down(_stored.Now, "refused");
        _stored.Save();
        monitor.Add(_stored.Bad());
        var spoilt = _stored.Folder.Write("spoilt", new string('x', 9000));
        var answers = 0;
        // The first answer meets what SQLite tells of a damaged file.
        var saved = _stored.Ask(_stored.Store.AskAsync(database =>
        {
            if (answers++ == 0) Sqlite.Database.Open(spoilt, Sqlite.DatabaseOptions.Default).Dispose();
            return database!.Saved.Count;
        }));
        Assert.Equal((2, 0), (answers, saved));
        Assert.Equal(StoreNoticeKind.SetAside, Assert.Single(_stored.Notices).Kind);
        var recent = monitor.Recent;
        _stored.Reopen();
        monitor = _stored.Watch("api");
        Assert.Equal("open"u8, monitor.SavedState.Span);
        Assert.Equal(recent, monitor.Recent);
        Assert.Equal("refused", monitor.OpenIncident!.Reason);
        Assert.Equal(new Uptime(0, 1), monitor.Uptime(UptimeSpan.Hour));
    }

    [Fact]
    public void A_file_of_another_program_is_set_aside()
    {
        _stored.Close();
        File.Delete(_stored.File);
        using (var other = Sqlite.Database.Open(_stored.File, Sqlite.DatabaseOptions.Default)) other.Execute("CREATE TABLE monitor(something)");
        _stored.Reopen();
        Assert.Contains("is of another program", Assert.Single(_stored.Notices).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void A_bucket_that_is_spoilt_counts_for_nothing_and_is_told()
    {
        _stored.Watch("api").Add(_stored.Ok());
        _stored.Close();
        using (var database = Sqlite.Database.Open(_stored.File, Sqlite.DatabaseOptions.Default)) database.Execute("UPDATE minute SET data = x'05FFFFFFFF'");
        _stored.Reopen();
        var monitor = _stored.Watch("api");
        monitor.Add(_stored.Ok());
        _stored.Save();
        Assert.Equal(StoreNoticeKind.Damaged, Assert.Single(_stored.Notices).Kind);
        Assert.Equal(1, Series(monitor, TimeSpan.FromMinutes(1)).Points.Sum(point => point.Successes));
        Assert.Equal(2, Series(monitor, TimeSpan.FromHours(1)).Points.Sum(point => point.Successes));
    }

    [Fact]
    public void A_file_that_grows_too_large_loses_its_oldest_minutes_and_says_so()
    {
        using var stored = new StoredHistory(new HealthStoreOptions { BytesPerMonitor = -960_000 });
        var monitor = stored.Watch("api");
        for (var minute = 0; minute < 2000; minute++)
        {
            monitor.Add(stored.Ok());
            stored.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.Equal(StoreNoticeKind.Shortened, stored.Notices[0].Kind);
        var used = stored.Ask(stored.Store.AskAsync(database => database!.UsedBytes));
        Assert.InRange(used, 1, 60_000);
        Assert.InRange(Points(stored, monitor, TimeSpan.FromMinutes(59)), 59, 60);
        Assert.Equal(2000, monitor.Uptime(UptimeSpan.Month).Successes);
    }

    [Fact]
    public void A_file_of_a_newer_baton_is_set_aside()
    {
        _stored.Close();
        using (var newer = Sqlite.Database.Open(_stored.File, Sqlite.DatabaseOptions.Default)) newer.Version = 2;
        _stored.Reopen();
        Assert.Contains("newer Baton (version 2 of it, 1 is known here)", Assert.Single(_stored.Notices).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_cannot_be_made_is_told_once_and_made_when_it_can_be()
    {
        _stored.Close();
        Directory.Move(_stored.Folder.Path, _stored.Folder.Path + "-away");
        _stored.Reopen();
        var monitor = _stored.Watch("api");
        monitor.Add(_stored.Ok());
        monitor.Down(_stored.Now, "refused");
        for (var i = 0; i < 5; i++) _stored.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(StoreNoticeKind.Trouble, Assert.Single(_stored.Notices).Kind);
        Assert.Equal(1, Series(monitor, TimeSpan.FromMinutes(1)).Points.Sum(point => point.Successes));
        Directory.Move(_stored.Folder.Path + "-away", _stored.Folder.Path);
        _stored.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal([StoreNoticeKind.Trouble, StoreNoticeKind.Recovered], _stored.Notices.Select(notice => notice.Kind));
        _stored.Reopen();
        monitor = _stored.Watch("api");
        Assert.Single(monitor.Recent);
        Assert.Equal("refused", monitor.OpenIncident!.Reason);
    }

    [Fact]
    public void What_cannot_be_saved_for_a_month_stays_small_and_loses_no_count()
    {
        var pending = new PendingBuckets();
        for (var i = 0; i < 30 * 24 * 60; i++) pending.Add(_stored.Ok(i % 900) with { At = _stored.Now.AddMinutes(i) });
        Assert.InRange(pending.All.Count, 1, PendingBuckets.Most);
        Assert.Equal(30 * 24 * 60, pending.All.Sum(pair => pair.Bucket.Successes));
        Assert.Equal(pending.All.Select(pair => pair.Minute).Distinct().Order(), pending.All.Select(pair => pair.Minute));
    }

    [Fact]
    public void Texts_of_single_results_are_bounded_and_the_newest_stay()
    {
        var recent = new RecentResults();
        for (var i = 0; i < 100; i++) recent.Add(_stored.Bad(new string('x', 300) + i));
        for (var i = 0; i < 50; i++) recent.Add(_stored.Ok());
        Assert.Equal(60, recent.All.Count());
        Assert.Equal("HTTP 200", recent.All.Last().Text);
        Assert.InRange(recent.All.Select(result => result.Text).Distinct().Sum(text => text?.Length ?? 0), 1, RecentResults.MostText);
    }

    [Theory]
    [InlineData(1, 60, 1000)]
    [InlineData(48 * 3600 - 60, 1, 1000)]
    [InlineData(365L * 86_400 * 50, 1, 1000)]
    [InlineData(86_400, 60, 1000)]
    public void A_series_has_at_most_a_thousand_points(long seconds, int step, int most)
    {
        var now = _stored.Now.AddSeconds(37);
        for (var shift = 0; shift < 100; shift++)
        {
            var to = now.AddSeconds(-shift * 17);
            var plan = SeriesPlan.Of(to.AddSeconds(-seconds), to, TimeSpan.FromSeconds(step), now);
            Assert.InRange(plan.Count, 1, most);
            Assert.True(plan.Level.BeginOf(plan.First) <= to.AddSeconds(-seconds));
            Assert.True(plan.Level.BeginOf(plan.First + (plan.Count * plan.BucketsEach)) >= to);
        }
    }

    private void Live(RecordedMonitor monitor, int days)
    {
        for (var hour = 0; hour < days * 24; hour++)
        {
            monitor.Add(_stored.Ok());
            _stored.Advance(TimeSpan.FromHours(1));
        }
    }

    private MonitorSeries Series(RecordedMonitor monitor, TimeSpan step) =>
        _stored.Ask(monitor.SeriesAsync(SeriesPlan.Of(_stored.Now - TimeSpan.FromHours(1), _stored.Now + TimeSpan.FromMinutes(1), step, _stored.Now)));

    private static long Points(StoredHistory stored, RecordedMonitor monitor, TimeSpan back) =>
        stored.Ask(monitor.SeriesAsync(SeriesPlan.Of(stored.Now - back, stored.Now, TimeSpan.FromMinutes(1), stored.Now))).Points.Sum(point => point.Successes);
}
