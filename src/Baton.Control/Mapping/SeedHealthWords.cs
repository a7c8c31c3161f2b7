using System.Globalization;
using Baton.Health.Breaker;
using Baton.Health.Monitors;
using Baton.Probes;

namespace Baton.Control.Mapping;

/// <summary>Monitors in the words of the two health monitors that Baton takes the place of.</summary>
internal static class SeedHealthWords
{
    /// <summary>Probes are due and the breaker keeps them away.</summary>
    public static bool IsResting(MonitorState state) =>
        state is { IsSkipped: true, Breaker.Phase: BreakerPhase.Open or BreakerPhase.Isolated };

    /// <summary>The breaker's state.</summary>
    public static string Of(BreakerPhase phase) => phase switch
    {
        BreakerPhase.Closed => "closed",
        BreakerPhase.HalfOpen => "half_open",
        _ => "open",
    };

    /// <summary>A time of this machine's zone, which says which: as <c>2025-11-20T09:30:00.125000+01:00</c>.</summary>
    public static string Of(DateTimeOffset time, TimeProvider clock) =>
        TimeZoneInfo.ConvertTime(time, clock.LocalTimeZone).ToString("yyyy-MM-dd'T'HH:mm:ss.ffffffzzz", CultureInfo.InvariantCulture);

    /// <summary>How long the latest answer took, in milliseconds; null when it was no good one.</summary>
    public static double? Response(MonitorState state) =>
        state.Last is { IsSuccess: true } last && !IsResting(state) ? Math.Round(last.Duration.TotalMilliseconds, 2) : null;

    /// <summary>What is wrong with a monitor that rests.</summary>
    public static string Resting(MonitorState state) => state.Breaker.Phase == BreakerPhase.Isolated
        ? "Circuit open: isolated by an operator"
        : string.Create(CultureInfo.InvariantCulture, $"Circuit open due to {Math.Max(state.ConsecutiveFailures, state.Breaker.Failures)} consecutive failures");

    /// <summary>What is wrong by a result; null for a success. A refused connection is named so only when it was one.</summary>
    public static string? Seed(MonitorView view) => view.State.Last is not { IsSuccess: false } last ? null : last.Failure switch
    {
        { Kind: FailureKind.Timeout } => TimeoutText(view),
        { Kind: FailureKind.Refused, Port: { } port } => string.Create(CultureInfo.InvariantCulture, $"Connection refused on port {port}"),
        { Kind: FailureKind.Status } => WithoutTime(last.Detail),
        _ => Capital(last.Detail),
    };

    /// <summary>The same in the gateway's words.</summary>
    public static string? Main(MonitorView view) => view.State.Last is not { IsSuccess: false } last ? null : last.Failure?.Kind switch
    {
        FailureKind.Timeout => "Health check timeout",
        FailureKind.Status => WithoutTime(last.Detail),
        FailureKind.Refused or FailureKind.Unreachable or FailureKind.Closed or FailureKind.Dns or FailureKind.Tls => $"Connection error: {last.Detail}",
        _ => $"Unexpected error: {last.Detail}",
    };

    private static string TimeoutText(MonitorView view)
    {
        var seconds = view.Definition.Timing.Timeout.TotalSeconds;
        return string.Create(CultureInfo.InvariantCulture, $"Timeout after {seconds.ToString(seconds == Math.Floor(seconds) ? "0.0" : "0.###", CultureInfo.InvariantCulture)}s");
    }

    private static string WithoutTime(string detail)
    {
        var after = detail.IndexOf(" after ", StringComparison.Ordinal);
        return after < 0 ? detail : detail[..after];
    }

    private static string Capital(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];
}
