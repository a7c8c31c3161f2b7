using System.Text.Json;
using Baton.Core;
using Baton.Health.Breaker;
using Baton.Probes;

namespace Baton.Health.Monitors.Remembering;

/// <summary>
/// A monitor's state as bytes, to be saved and given to the fleet of the next daemon. What is left of a break is told by the clock on the wall. The window
/// of a breaker that opens by a ratio is not kept: it begins empty.
/// </summary>
public static class MonitorMemory
{
    /// <summary>More of a result's text is not kept, so that all of it stays below <see cref="History.RecordedMonitor.MaxState"/>.</summary>
    private const int MaxDetail = 400;

    /// <summary>The state as bytes, at most <see cref="History.RecordedMonitor.MaxState"/>.</summary>
    /// <param name="state">The state.</param>
    /// <param name="definition">What is watched.</param>
    /// <param name="now">The present in the fleet's time.</param>
    /// <param name="at">The present on the wall.</param>
    public static byte[] Write(MonitorState state, MonitorDefinition definition, TimeSpan now, DateTimeOffset at) => JsonSerializer.SerializeToUtf8Bytes(new RememberedMonitor
    {
        Target = ProbeTarget.Of(definition.Probe),
        Health = state.Health,
        Since = state.Since,
        Phase = state.Breaker.Phase,
        Failures = state.Breaker.Failures,
        Successes = state.Breaker.Successes,
        Opens = state.Breaker.Opens,
        Until = state.Breaker.Phase == BreakerPhase.Open ? at + (state.Breaker.Until - now) : null,
        Total = state.Total,
        Successful = state.Successful,
        Latest = state.Latest.Write(),
        ConsecutiveFailures = state.ConsecutiveFailures,
        LastCheck = state.LastCheck,
        LastLooked = state.LastLooked,
        Last = state.Last is { } last ? Of(last) : null,
    }, RememberedJson.Default.RememberedMonitor);

    /// <summary>The state that bytes mean; null when they mean none. Of another endpoint than is watched now only the counts are kept, as with a reload. A break lasts no longer than the manifest of today lets it, whatever the clock did.</summary>
    /// <param name="saved">What was saved.</param>
    /// <param name="definition">What is watched now.</param>
    /// <param name="now">The present in the fleet's time.</param>
    /// <param name="at">The present on the wall.</param>
    public static MonitorState? Read(ReadOnlySpan<byte> saved, MonitorDefinition definition, TimeSpan now, DateTimeOffset at)
    {
        if (saved.IsEmpty) return null;
        try
        {
            if (JsonSerializer.Deserialize(saved, RememberedJson.Default.RememberedMonitor) is not { } known || !IsSane(known)) return null;
            var state = StateOf(known, definition, now, at);
            return known.Target is null || known.Target == ProbeTarget.Of(definition.Probe) ? state : state.OfAnother();
        }
        catch (JsonException)
        {
            // Of another build, or spoilt: the monitor begins anew, as one that is not known.
            return null;
        }
    }

    private static RememberedResult Of(ProbeResult last) => new()
    {
        IsSuccess = last.IsSuccess,
        Took = last.Duration.Ticks,
        Detail = Shortened.To(last.Detail, MaxDetail).ToString(),
        Kind = last.Failure?.Kind,
        Port = last.Failure?.Port,
        CertificateExpires = last.CertificateExpires,
    };

    private static bool IsSane(RememberedMonitor x) => Enum.IsDefined(x.Health) && Enum.IsDefined(x.Phase) && x.Failures >= 0 && x.Successes >= 0 && x.Opens >= 0
        && x.ConsecutiveFailures >= 0 && x.Successful >= 0 && x.Total >= x.Successful;

    private static MonitorState StateOf(RememberedMonitor known, MonitorDefinition definition, TimeSpan now, DateTimeOffset at) => MonitorState.New with
    {
        Health = known.Health,
        Since = known.Since,
        Breaker = BreakerState.New with
        {
            Phase = known.Phase,
            Failures = known.Failures,
            Successes = known.Successes,
            Opens = known.Opens,
            Until = known.Phase == BreakerPhase.Open ? now + Left(known.Until, definition.Breaker, at) : TimeSpan.Zero,
        },
        Total = known.Total,
        Successful = known.Successful,
        Latest = LatestOutcomes.Read(known.Latest),
        ConsecutiveFailures = known.ConsecutiveFailures,
        Last = known.Last is { } last ? Of(last) : null,
        LastCheck = known.LastCheck,
        LastLooked = known.LastLooked,
    };

    private static TimeSpan Left(DateTimeOffset? until, BreakerSettings settings, DateTimeOffset at)
    {
        var left = until is { } end ? end - at : TimeSpan.Zero;
        // With its jitter a break can be up to twice its limit.
        var longest = (settings.Break.Limit > settings.Break.First ? settings.Break.Limit : settings.Break.First) * 2;
        return left < TimeSpan.Zero ? TimeSpan.Zero : left > longest ? longest : left;
    }

    private static ProbeResult Of(RememberedResult last) => new(last.IsSuccess, TimeSpan.FromTicks(Math.Max(0, last.Took)), last.Detail)
    {
        Failure = last.Kind is { } kind && Enum.IsDefined(kind) ? new ProbeFailure(kind, Port: last.Port) : null,
        CertificateExpires = last.CertificateExpires,
    };
}
