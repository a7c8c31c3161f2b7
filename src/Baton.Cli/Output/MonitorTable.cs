using System.Globalization;
using Baton.Contracts.Health;

namespace Baton.Cli.Output;

/// <summary>Monitors, and the history of one, as tables.</summary>
internal static class MonitorTable
{
    /// <summary>All monitors, one a line.</summary>
    public static string Render(IReadOnlyList<MonitorRecord> monitors, DateTimeOffset now, Appearance show)
    {
        var table = new Table("NAME", "HEALTH", "BREAKER", ">MS", ">DAY", "CHECKED", "KIND", "TARGET", "ERROR");
        foreach (var monitor in monitors)
        {
            table.Add(
                monitor.Name, new Cell(monitor.Health, HueOf(monitor.Health)), new Cell(BreakerOf(monitor, now), monitor.Breaker.State == "closed" ? "" : Ansi.Yellow),
                Number(monitor.ResponseTimeMs, "0.#"), Percent(monitor.Uptime.Day), monitor.LastCheck is { } checkedAt ? $"{Figures.Age(now - checkedAt)} ago" : "",
                monitor.Kind, monitor.Target ?? "", monitor.Error?.ReplaceLineEndings(" ") ?? "");
        }

        return table.Render(show);
    }

    /// <summary>The steps of a history in which something was probed, one a line.</summary>
    public static string Render(MonitorHistoryRecord history, Appearance show)
    {
        var table = new Table("TIME", ">GOOD", ">BAD", ">P50 MS", ">P95 MS", ">P99 MS", "WORST");
        foreach (var point in history.Points.Where(point => point.Successes + point.Failures > 0))
        {
            table.Add(
                point.Time.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture), Count(point.Successes), Count(point.Failures),
                Number(point.P50Ms, "0.#"), Number(point.P95Ms, "0.#"), Number(point.P99Ms, "0.#"), new Cell(point.Worst ?? "", point.Worst == "healthy" ? "" : Ansi.Red));
        }

        return table.Render(show);
    }

    /// <summary>The state of its breaker, and for how long.</summary>
    public static string BreakerOf(MonitorRecord monitor, DateTimeOffset now) =>
        monitor.Breaker.Until is { } until ? $"{monitor.Breaker.State} {Figures.Age(until - now)}" : monitor.Breaker.State;

    /// <summary>A share, with at most two decimals; empty where it is not known.</summary>
    public static string Percent(double? percent) => percent is { } known ? known.ToString("0.##", CultureInfo.InvariantCulture) + "%" : "";

    /// <summary>A number; empty where it is not known.</summary>
    public static string Number(double? number, string form) => number?.ToString(form, CultureInfo.InvariantCulture) ?? "";

    private static string Count(long count) => count.ToString(CultureInfo.InvariantCulture);

    private static string HueOf(string health) => health switch
    {
        "healthy" => Ansi.Green,
        "unhealthy" => Ansi.Red,
        _ => Ansi.Grey,
    };
}
