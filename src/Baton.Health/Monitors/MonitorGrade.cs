using Baton.Health.Breaker;
using Baton.Health.History;

namespace Baton.Health.Monitors;

/// <summary>How well a monitor is, as one number for the history; a greater one is better.</summary>
public static class MonitorGrade
{
    private const byte Isolated = 0, Open = 1, HalfOpen = 2, Unhealthy = 3;

    /// <summary>That of a state.</summary>
    public static byte Of(MonitorState state) => state.Breaker.Phase switch
    {
        BreakerPhase.Isolated => Isolated,
        BreakerPhase.Open => Open,
        BreakerPhase.HalfOpen => HalfOpen,
        _ => state.Health == MonitorHealth.Unhealthy ? Unhealthy : SingleResult.BestState,
    };

    /// <summary>The word for one.</summary>
    public static string WordOf(byte grade) => grade switch
    {
        Isolated => "isolated",
        Open => "open",
        HalfOpen => "half_open",
        Unhealthy => "unhealthy",
        _ => "healthy",
    };
}
