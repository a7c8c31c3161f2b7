using Baton.Core;
using Baton.Health.Breaker;
using Baton.Health.Monitors;
using Baton.Manifest.Binding;
using Baton.Probes.Specs;

namespace Baton.Health.Manifests;

/// <summary>What holds for a monitor that does not say otherwise.</summary>
/// <param name="Timing">Interval and deadline.</param>
/// <param name="Breaker">Its breaker.</param>
internal sealed record MonitorDefaults(ProbeTiming Timing, BreakerSettings Breaker)
{
    /// <summary>What the table <c>health</c> says, over what is built in.</summary>
    public static MonitorDefaults Read(TableReader? health)
    {
        var builtIn = new MonitorDefaults(new ProbeTiming { Interval = MonitorDefinition.DefaultInterval }, new BreakerSettings());
        return health is null ? builtIn : builtIn.Over(health);
    }

    /// <summary>What a table says, over this.</summary>
    public MonitorDefaults Over(TableReader table) => new(
        Timing with
        {
            Interval = table.Seconds("interval_seconds", Timing.Interval, ProbeTiming.MinInterval, ProbeTiming.MaxInterval),
            Timeout = table.Seconds("timeout_seconds", Timing.Timeout, ProbeTiming.MinTimeout, ProbeTiming.MaxTimeout),
        },
        table.SubTable("breaker") is { } breaker ? BreakerOver(breaker) : Breaker);

    private BreakerSettings BreakerOver(TableReader table)
    {
        var open = table.Seconds("open_seconds", Breaker.Break.First, TimeSpan.FromSeconds(0.1), BreakerSettings.MaxBreak);
        var factor = table.OptionalNumber("factor", 1, 10) ?? Breaker.Break.Factor;
        var settings = Breaker with
        {
            FailureThreshold = (int)table.Integer("failure_threshold", Breaker.FailureThreshold, 1, BreakerSettings.MaxThreshold),
            SuccessThreshold = (int)table.Integer("success_threshold", Breaker.SuccessThreshold, 1, BreakerSettings.MaxThreshold),
            Break = new Backoff(open, factor, table.Seconds("max_open_seconds", LongestOf(open, factor), TimeSpan.FromSeconds(0.1), BreakerSettings.MaxBreak),
                table.OptionalNumber("jitter", 0, 1) ?? Breaker.Break.Jitter),
            Ratio = RatioOver(table),
        };
        if (settings.Break.Limit < open) table.Report("max_open_seconds", "\"max_open_seconds\" must not be less than \"open_seconds\"");
        table.Finish();
        return settings;
    }

    // A growing break needs an end: an hour, where nothing is said.
    private TimeSpan LongestOf(TimeSpan open, double factor)
    {
        var known = Breaker.Break.Limit > open ? Breaker.Break.Limit : open;
        return factor > 1 && known == open && open < TimeSpan.FromHours(1) ? TimeSpan.FromHours(1) : known;
    }

    private FailureRatio? RatioOver(TableReader table)
    {
        var share = table.OptionalNumber("failure_ratio", 0.01, 1) ?? Breaker.Ratio?.Share;
        var count = table.OptionalInteger("minimum_count", 1, 100_000);
        var window = table.OptionalSeconds("window_seconds", TimeSpan.FromSeconds(1), TimeSpan.FromDays(1));
        if (share is null)
        {
            foreach (var key in (string[])["minimum_count", "window_seconds"])
            {
                if (table.Has(key)) table.Report(key, $"\"{key}\" goes with \"failure_ratio\" only");
            }

            return null;
        }

        if (table.Has("failure_threshold") && table.Has("failure_ratio")) table.Report("failure_threshold", "say \"failure_threshold\" or \"failure_ratio\", not both");
        return new FailureRatio(share.Value, (int)(count ?? Breaker.Ratio?.MinimumCount ?? 10), window ?? Breaker.Ratio?.Window ?? TimeSpan.FromMinutes(5));
    }
}
