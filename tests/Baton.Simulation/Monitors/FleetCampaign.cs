using System.Diagnostics;
using System.Globalization;
using System.Text;
using Baton.Simulation.Histories;
using Baton.Simulation.World;

namespace Baton.Simulation.Monitors;

/// <summary>Many histories of monitors, one after the other, until one fails or the time is over.</summary>
internal sealed class FleetCampaign(Func<FleetBug> bug)
{
    private readonly long _began = Stopwatch.GetTimestamp();
    private readonly SortedDictionary<string, long> _counts = [];

    /// <summary>Histories that were run.</summary>
    public int Histories { get; private set; }

    /// <summary>Turns that were taken.</summary>
    public long Steps { get; private set; }

    /// <summary>How often what happened.</summary>
    public IReadOnlyDictionary<string, long> Counts => _counts;

    public TimeSpan Elapsed => Stopwatch.GetElapsedTime(_began);

    /// <summary>Time that has passed in the histories.</summary>
    public TimeSpan Simulated { get; private set; }

    /// <summary>Runs histories from a seed on.</summary>
    /// <param name="seed">The first seed; each history has the next.</param>
    /// <param name="budget">For how long at most, in real time.</param>
    /// <param name="mostHistories">How many at most.</param>
    /// <returns>The seed of the first that failed, and how; null when none did.</returns>
    public (ulong Seed, Failure Failure)? Run(ulong seed, TimeSpan budget, int mostHistories = int.MaxValue)
    {
        for (; Elapsed < budget && Histories < mostHistories; seed = unchecked(seed + 1))
        {
            var history = new FleetHistory(seed, bug());
            var failure = history.Run();
            Histories++;
            Steps += history.Steps;
            Simulated += history.Clock.Now - TimeSpan.FromHours(2);
            foreach (var (what, count) in history.Counts) _counts[what] = _counts.GetValueOrDefault(what) + count;
            if (failure is not null) return (seed, failure);
        }

        return null;
    }

    /// <summary>The shortest history that was found to fail as that of a seed does.</summary>
    public static IReadOnlyList<FleetHappening> Shrink(ulong seed, Failure failure, Func<FleetBug> bug) =>
        Shrinking.Shrink(FleetHappening.Draw(new Dice(seed).For("happenings")), happenings => new FleetHistory(seed, bug(), happenings).Run()?.Invariant == failure.Invariant);

    /// <summary>What a person needs to see of a failure: the seed, the shortest history that was found, and its trace.</summary>
    public static string Explain(ulong seed, Failure failure, Func<FleetBug> bug, int mostLines = 200)
    {
        var happenings = Shrink(seed, failure, bug);
        var history = new FleetHistory(seed, bug(), happenings, isTraced: true);
        var shown = history.Run() ?? failure;
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"monitors, seed {seed}: {shown.Invariant} does not hold ({shown.Promise})");
        text.AppendLine(CultureInfo.InvariantCulture, $"  {shown.How}");
        foreach (var monitor in history.Manifest)
            text.AppendLine(CultureInfo.InvariantCulture, $"  {monitor.Name} every {monitor.Timing.Interval.TotalSeconds} s within {monitor.Timing.Timeout.TotalSeconds} s, opens after {monitor.Breaker.FailureThreshold} for {monitor.Breaker.Break.First.TotalSeconds} s times {monitor.Breaker.Break.Factor}, closes after {monitor.Breaker.SuccessThreshold}, confirms {monitor.Confirmation.Retries}");
        text.AppendLine(CultureInfo.InvariantCulture, $"what happened ({happenings.Count} happenings):");
        foreach (var happening in happenings) text.AppendLine(CultureInfo.InvariantCulture, $"  {happening}");
        text.AppendLine("trace:");
        foreach (var line in history.Trace.Lines.TakeLast(mostLines)) text.AppendLine(line);
        return text.ToString();
    }

    /// <summary>The figures, for people.</summary>
    public string Summary()
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"monitors: {Histories} histories, {Simulated.TotalHours:0.0} simulated hours, {Steps} turns in {Elapsed.TotalSeconds:0} s ({Histories / Elapsed.TotalSeconds:0.0} histories/s)");
        foreach (var (what, count) in _counts) text.AppendLine(CultureInfo.InvariantCulture, $"{count,10}  {what}");
        return text.ToString();
    }
}
