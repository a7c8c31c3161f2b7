using Baton.Health.History;
using Baton.Health.History.Series;
using Baton.Sqlite;
using FsCheck;
using FsCheck.Fluent;

namespace Baton.Health.Tests.History;

/// <summary>A month of flapping monitors, compared with a list of all their results.</summary>
public class MonthTests
{
    private static readonly TimeSpan Month = TimeSpan.FromDays(31);

    [Fact]
    public void Over_a_month_with_restarts_sums_percentiles_and_retention_are_those_of_a_list_of_all_results() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(2), Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), Holds));

    private static bool Holds(int seed)
    {
        using var stored = new StoredHistory();
        var random = new Random(seed);
        var began = stored.Now;
        var model = new SlowModel();
        var monitor = stored.Watch("api");
        stored.Watch("other").Add(stored.Ok());
        var isUp = true;
        while (stored.Now - began < Month)
        {
            if (random.Next(40) == 0) isUp = !isUp;
            var result = isUp ? stored.Ok(Math.Exp(random.NextDouble() * 8)) : stored.Bad();
            model.Add(result);
            monitor.Add(result);
            stored.Advance(TimeSpan.FromSeconds(random.Next(1, random.Next(8) == 0 ? 2000 : 120)));
            if (random.Next(4000) != 0) continue;
            stored.Reopen();
            monitor = stored.Watch("api");
            // Else it would be one that is not in the manifest any more, and be forgotten after 30 days.
            stored.Watch("other");
        }

        Agree(stored, monitor, model, TimeSpan.FromHours(47), TimeSpan.FromMinutes(5));
        Agree(stored, monitor, model, TimeSpan.FromDays(30), TimeSpan.FromHours(2));
        Agree(stored, monitor, model, TimeSpan.FromDays(31), TimeSpan.FromDays(1));
        // Fewer than asked, since minutes are gone after two days.
        Assert.Equal(TimeSpan.FromHours(1), SeriesPlan.Of(stored.Now - TimeSpan.FromHours(49), stored.Now, TimeSpan.FromMinutes(5), stored.Now).Step);
        Assert.Equal(model.Newest(60), monitor.Recent);
        AgreeOnUptime(stored, monitor, model);
        AssertBounds(stored);
        return true;
    }

    private static void Agree(StoredHistory stored, RecordedMonitor monitor, SlowModel model, TimeSpan back, TimeSpan step)
    {
        var series = stored.Ask(monitor.SeriesAsync(SeriesPlan.Of(stored.Now - back, stored.Now, step, stored.Now)));
        Assert.Equal(step, series.Step);
        Assert.InRange(series.Points.Count, back / step, SeriesPlan.MostPoints);
        foreach (var point in series.Points)
        {
            var results = model.Between(point.Begin, point.Begin + step);
            Assert.Equal(SlowModel.Count(results), new Uptime(point.Successes, point.Failures));
            Assert.Equal(results.Count == 0 ? null : results.Min(result => result.State), point.LowestState);
            Assert.Equal(results.Count == 0 ? null : results.Max(result => result.State), point.HighestState);
            foreach (var (told, part) in ((TimeSpan?, double)[])[(point.P50, 0.5), (point.P95, 0.95), (point.P99, 0.99)])
            {
                if (SlowModel.Percentile(results, part) is { } exact) Assert.InRange(told!.Value.TotalMilliseconds / exact, 0.9, 1.1);
                else Assert.Null(told);
            }
        }
    }

    private static void AgreeOnUptime(StoredHistory stored, RecordedMonitor monitor, SlowModel model)
    {
        foreach (var (span, length, slot) in ((UptimeSpan, TimeSpan, long)[])[
            (UptimeSpan.Hour, TimeSpan.FromHours(1), 60), (UptimeSpan.Day, TimeSpan.FromDays(1), 3600),
            (UptimeSpan.Week, TimeSpan.FromDays(7), 21_600), (UptimeSpan.Month, TimeSpan.FromDays(30), 21_600)])
        {
            var from = DateTimeOffset.FromUnixTimeSeconds((stored.Now - length).ToUnixTimeSeconds() / slot * slot);
            Assert.Equal(model.Uptime(from), monitor.Uptime(span));
        }
    }

    private static void AssertBounds(StoredHistory stored)
    {
        stored.Close();
        using var database = Database.Open(stored.File, DatabaseOptions.Default);
        Assert.Empty(database.QuickCheck());
        Assert.InRange(database.UsedBytes, 1, 1_000_000);
        Assert.InRange(Number(database, "SELECT min(key) >> 24 FROM minute"), (stored.Now - TimeSpan.FromHours(49)).ToUnixTimeSeconds() / 60, long.MaxValue);
        // The results of the other monitor are not deleted for those of this one.
        Assert.Equal(61, Number(database, "SELECT count(*) FROM result"));
    }

    private static long Number(Database database, string sql)
    {
        using var statement = database.Prepare(sql);
        Assert.True(statement.Step());
        return statement.GetInt64(0);
    }
}
