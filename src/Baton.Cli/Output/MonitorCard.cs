using System.Globalization;
using System.Text;
using Baton.Contracts.Health;

namespace Baton.Cli.Output;

/// <summary>All that is known of one monitor, a line for each thing.</summary>
internal static class MonitorCard
{
    /// <summary>The lines; what is not known has none.</summary>
    public static string Render(MonitorRecord monitor, DateTimeOffset now)
    {
        var text = new StringBuilder();
        Add(text, "name", monitor.Name);
        Add(text, "asks", $"{monitor.Kind} {monitor.Target}".TrimEnd());
        Add(text, "health", monitor.Since is { } since ? $"{monitor.Health} for {Figures.Age(now - since)}" : monitor.Health);
        Add(text, "error", monitor.Error);
        Add(text, "breaker", MonitorTable.BreakerOf(monitor, now));
        Add(text, "checked", monitor.LastCheck is { } last ? $"{Figures.Age(now - last)} ago" : null);
        Add(text, "next", monitor.NextCheck is { } next ? $"in {Figures.Age(next - now)}" : null);
        Add(text, "took", monitor.ResponseTimeMs is { } took ? $"{MonitorTable.Number(took, "0.##")} ms" : null);
        Add(text, "certificate", monitor.CertificateExpires is { } expires ? $"expires {expires.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}" : null);
        Add(text, "results", string.Create(CultureInfo.InvariantCulture, $"{monitor.TotalChecks}, of which {monitor.SuccessfulChecks} good; {monitor.ConsecutiveFailures} failures since the last good one"));
        Add(text, "uptime", UptimeOf(monitor.Uptime));
        Add(text, "every", string.Create(CultureInfo.InvariantCulture, $"{monitor.IntervalSeconds:0.###} s, for {monitor.TimeoutSeconds:0.###} s at most"));
        Add(text, "tags", string.Join(", ", monitor.Tags));
        Add(text, "group", monitor.Group);
        Add(text, "parent", monitor.Parent);
        Add(text, "dependents", string.Join(", ", monitor.Dependents));
        Add(text, "services", string.Join(", ", monitor.Services ?? []));
        return text.ToString();
    }

    private static string UptimeOf(MonitorUptimeRecord uptime)
    {
        (string Span, double? Percent)[] spans = [("hour", uptime.Hour), ("day", uptime.Day), ("week", uptime.Week), ("month", uptime.Month), ("since start", uptime.SinceStart)];
        return string.Join(", ", spans.Where(span => span.Percent is not null).Select(span => $"{span.Span} {MonitorTable.Percent(span.Percent)}"));
    }

    private static void Add(StringBuilder text, string name, string? value)
    {
        if (string.IsNullOrEmpty(value)) return;
        text.Append(name.PadRight(12));
        SafeText.Append(text, value.ReplaceLineEndings(" "));
        text.Append('\n');
    }
}
