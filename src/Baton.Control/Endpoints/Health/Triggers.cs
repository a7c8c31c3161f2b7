using System.Collections.Concurrent;
using Baton.Health.Monitors;

namespace Baton.Control.Endpoints.Health;

/// <summary>
/// Probes by request: each can be many, to machines of others. A limit is one of what is asked, not of who asks: it is the endpoint that is
/// spared, and whoever comes when nothing is left gets a record that others have had made anew within the last second. So nobody can keep
/// another from fresh results, whatever address he comes from, and nothing needs to be known of who asked.
/// </summary>
internal sealed class Triggers(TimeProvider time)
{
    /// <summary>Longest wait of a request for results: 10 s. Probes that take longer go on.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(10);

    private const int Burst = 10;
    private const double PerSecond = 1;

    private readonly RateLimit _all = new(time, Burst, PerSecond);
    private readonly ConcurrentDictionary<string, RateLimit> _each = new(StringComparer.Ordinal);

    /// <summary>Probes one monitor, or all (null), unless that was done too often; returns when results are there, or the wait was too long.</summary>
    /// <param name="fleet">It probes.</param>
    /// <param name="name">A monitor of the fleet; null for all.</param>
    /// <param name="gone">Whoever asked has gone.</param>
    public async Task<TriggerOutcome> AskAsync(MonitorFleet fleet, string? name, CancellationToken gone)
    {
        // Over the limit nobody is asked: what is known is fresh enough.
        if (!LimitOf(fleet, name).TryTake()) return TriggerOutcome.Done;
        using var limit = new CancellationTokenSource(LongestWait, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(gone, limit.Token);
        try
        {
            return await fleet.TriggerAsync(name, either.Token) ? TriggerOutcome.Done : TriggerOutcome.Refused;
        }
        catch (OperationCanceledException) when (!gone.IsCancellationRequested)
        {
            return TriggerOutcome.Unfinished;
        }
    }

    /// <summary>Names of those whose probe is still under way, where a wait was too long; else null.</summary>
    public static IReadOnlyList<string>? UnfinishedOf(TriggerOutcome outcome, IReadOnlyList<MonitorView> views) =>
        outcome != TriggerOutcome.Unfinished ? null : [.. views.Where(view => view.State.IsProbing).Select(view => view.Definition.Name)];

    private RateLimit LimitOf(MonitorFleet fleet, string? name)
    {
        if (name is null) return _all;
        var limit = _each.GetOrAdd(name, static (_, clock) => new RateLimit(clock, Burst, PerSecond), time);
        // Reloads take monitors away: those are forgotten before there are many.
        if (_each.Count > (2 * fleet.Count) + 100)
        {
            foreach (var known in _each.Keys.Where(known => fleet.Find(known) is null)) _each.TryRemove(known, out _);
        }

        return limit;
    }
}
