namespace Baton.Health.History.Memory;

/// <summary>The counts behind the uptime of a monitor: by minute for an hour, by hour for a day, by quarter of a day for 30 days.</summary>
internal sealed class UptimeCounts
{
    /// <summary>How far back minutes and hours have to be read to fill it.</summary>
    public static readonly TimeSpan MinutesBack = TimeSpan.FromHours(1), HoursBack = TimeSpan.FromDays(30);

    private readonly CountRing _minutes = new(60, 61);
    private readonly CountRing _hours = new(3600, 25);
    private readonly CountRing _quarters = new(21_600, 121);
    private Uptime _sinceStart;

    public void Add(in SingleResult result)
    {
        var (successes, failures) = result.IsSuccess ? (1, 0) : (0, 1);
        _minutes.Add(result.At, successes, failures);
        LoadHour(result.At, successes, failures);
        _sinceStart = new Uptime(_sinceStart.Successes + successes, _sinceStart.Failures + failures);
    }

    /// <summary>Adds a minute that was saved earlier.</summary>
    public void LoadMinute(DateTimeOffset at, long successes, long failures) => _minutes.Add(at, successes, failures);

    /// <summary>Adds an hour that was saved earlier.</summary>
    public void LoadHour(DateTimeOffset at, long successes, long failures)
    {
        _hours.Add(at, successes, failures);
        _quarters.Add(at, successes, failures);
    }

    public Uptime Of(UptimeSpan span, DateTimeOffset now) => span switch
    {
        UptimeSpan.Hour => _minutes.Sum(now, TimeSpan.FromHours(1)),
        UptimeSpan.Day => _hours.Sum(now, TimeSpan.FromDays(1)),
        UptimeSpan.Week => _quarters.Sum(now, TimeSpan.FromDays(7)),
        UptimeSpan.Month => _quarters.Sum(now, TimeSpan.FromDays(30)),
        _ => _sinceStart,
    };
}
