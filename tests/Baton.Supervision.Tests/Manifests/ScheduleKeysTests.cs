using Baton.Supervision.Scheduling;

namespace Baton.Supervision.Tests.Manifests;

/// <summary>When a service is started by the clock.</summary>
public sealed class ScheduleKeysTests : IDisposable
{
    private readonly ManifestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_line_or_a_table_says_when()
    {
        var services = _folder.Native("""
            [services.a]
            command = ["a"]
            schedule = "@daily"
            [services.b]
            command = ["b"]
            schedule = { cron = "0 4 * * *", timezone = "Europe/Berlin", missed = "run_once", overlap = "restart" }
            """);
        Assert.Equal([new ServiceSchedule("@daily"), new ServiceSchedule("0 4 * * *", "Europe/Berlin", MissedStarts.RunOnce, OverlapMode.Restart)], services.Select(s => s.Schedule));
        Assert.All(services, service => Assert.True(service.Policy.IsScheduled));
    }

    [Fact]
    public void What_is_wrong_is_told_at_its_place() => Assert.Equal(
        [
            "baton.toml:3:12: the minute \"61\" must be *, a number from 0 to 59, or a range of these",
            "baton.toml:6:42: the time zone \"Mars/Base\" is not known here; names are as \"Europe/Berlin\", and their data is /usr/share/zoneinfo (package tzdata)",
            "baton.toml:10:11: a service with a schedule runs and ends each time; leave \"oneshot\" out",
            "baton.toml:13:15: \"d\" cannot depend on \"c\", which is started by its schedule and is neither there nor done between its times",
        ],
        _folder.NativeProblems("""
            [services.a]
            command = ["a"]
            schedule = "61 * * * *"
            [services.b]
            command = ["b"]
            schedule = { cron = "@daily", timezone = "Mars/Base" }
            [services.c]
            command = ["c"]
            schedule = "@daily"
            oneshot = true
            [services.d]
            command = ["d"]
            depends_on = ["c"]
            """).Select(problem => problem[(problem.LastIndexOf('/', problem.IndexOf(": ", StringComparison.Ordinal)) + 1)..]));
}
