using Baton.Core.Actors;
using Baton.Health.Alarms;
using Baton.Health.Breaker;
using Baton.Health.Monitors;
using Baton.Probes;
using Baton.Simulation.World;

namespace Baton.Simulation.Monitors;

/// <summary>All that is planted around the fleet.</summary>
internal static class FleetBugs
{
    /// <summary>Each with the promises that it may break.</summary>
    public static IReadOnlyList<FleetPlanting> All { get; } =
    [
        new(() => new OpensLate(), "BreakerByRule", "RestsWhileOpen"),
        new(() => new ClosesEarly(), "BreakerByRule"),
        new(() => new BreaksEndEarly(), "BreakerByRule", "RestsWhileOpen"),
        new(() => new BreaksForgotten(), "BreakerByRule", "RestsWhileOpen"),
        new(() => new CountsForgotten(), "CountsAreResults"),
        new(() => new AlarmsForgotten(), "DownsAlternate"),
        new(() => new SpansByWall(), "BreakerByRule", "RestsWhileOpen", "DueIsStarted"),
        new(() => new TimersLate(), "DueIsStarted"),
        new(() => new TurnsLost(), "DueIsStarted", "TriggersReturn", "RestsWhileOpen"),
        new(() => new AsksTwice(), "OneAtATime"),
        new(() => new ProbeThrows(), "NoBug"),
    ];

    /// <summary>How each is made, by its name.</summary>
    public static IReadOnlyDictionary<string, Func<FleetBug>> ByName { get; } = All.ToDictionary(bug => bug.Name, bug => bug.Make);
}

/// <summary>One bug that is planted.</summary>
/// <param name="Make">Makes it, for one history.</param>
/// <param name="Breaks">Names of the promises that it may break; another one's failure would be another bug.</param>
internal sealed record FleetPlanting(Func<FleetBug> Make, params string[] Breaks)
{
    public string Name { get; } = Make().GetType().Name;
}

/// <summary>One failure more is needed.</summary>
internal sealed class OpensLate : FleetBug
{
    public override IReadOnlyList<MonitorDefinition> Definitions(IReadOnlyList<MonitorDefinition> definitions) =>
        [.. definitions.Select(d => d with { Breaker = d.Breaker with { FailureThreshold = d.Breaker.FailureThreshold + 1 } })];
}

/// <summary>One success is always enough.</summary>
internal sealed class ClosesEarly : FleetBug
{
    public override IReadOnlyList<MonitorDefinition> Definitions(IReadOnlyList<MonitorDefinition> definitions) =>
        [.. definitions.Select(d => d with { Breaker = d.Breaker with { SuccessThreshold = 1 } })];
}

/// <summary>Breaks do not grow.</summary>
internal sealed class BreaksEndEarly : FleetBug
{
    public override IReadOnlyList<MonitorDefinition> Definitions(IReadOnlyList<MonitorDefinition> definitions) =>
        [.. definitions.Select(d => d with { Breaker = d.Breaker with { Break = d.Breaker.Break with { Factor = 1 } } })];
}

/// <summary>A daemon that begins closes all breakers.</summary>
internal sealed class BreaksForgotten : FleetBug
{
    public override IReadOnlyDictionary<string, MonitorState> Remembered(IReadOnlyDictionary<string, MonitorState> states) =>
        states.ToDictionary(one => one.Key, one => one.Value with { Breaker = BreakerState.New });
}

/// <summary>A daemon that begins counts anew.</summary>
internal sealed class CountsForgotten : FleetBug
{
    public override IReadOnlyDictionary<string, MonitorState> Remembered(IReadOnlyDictionary<string, MonitorState> states) =>
        states.ToDictionary(one => one.Key, one => one.Value with { Total = 0, Successful = 0 });
}

/// <summary>A daemon that begins does not know what people were told.</summary>
internal sealed class AlarmsForgotten : FleetBug
{
    public override AlarmMemory Alarms(AlarmMemory alarms) => AlarmMemory.None;
}

/// <summary>Spans are measured by the clock on the wall.</summary>
internal sealed class SpansByWall : FleetBug
{
    public override TimeProvider Time(TimeProvider time, FleetHistory history) => new Wall(time, history.Clock);

    private sealed class Wall(TimeProvider time, SimClock clock) : TimeProvider
    {
        public override long TimestampFrequency => time.TimestampFrequency;

        public override long GetTimestamp() => time.GetTimestamp() + clock.Jumped.Ticks;

        public override DateTimeOffset GetUtcNow() => time.GetUtcNow();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => time.CreateTimer(callback, state, dueTime, period);
    }
}

/// <summary>Each tenth timer fires a second late.</summary>
internal sealed class TimersLate : FleetBug
{
    public override TimeProvider Time(TimeProvider time, FleetHistory history) => new Late(time);

    private sealed class Late(TimeProvider time) : TimeProvider
    {
        private int _made;

        public override long TimestampFrequency => time.TimestampFrequency;

        public override long GetTimestamp() => time.GetTimestamp();

        public override DateTimeOffset GetUtcNow() => time.GetUtcNow();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            time.CreateTimer(callback, state, ++_made % 10 == 0 ? dueTime + TimeSpan.FromSeconds(1) : dueTime, period);
    }
}

/// <summary>Each hundredth turn is never given.</summary>
internal sealed class TurnsLost : FleetBug
{
    public override ActorScheduler Turns(ActorScheduler turns, FleetHistory history) => new Losing(turns);

    private sealed class Losing(ActorScheduler turns) : ActorScheduler
    {
        private int _given;

        public override void Schedule(IThreadPoolWorkItem turn)
        {
            // Those of probes; without any of the actor nothing at all would happen.
            if (!turn.GetType().Name.Contains("Turn", StringComparison.Ordinal) || ++_given % 100 != 0) turns.Schedule(turn);
        }
    }
}

/// <summary>Each twentieth probe asks twice at once.</summary>
internal sealed class AsksTwice : FleetBug
{
    public override IProbe Probe(IProbe probe, FleetHistory history) => new Twice(probe);

    private sealed class Twice(IProbe probe) : IProbe
    {
        private int _asked;

        public Task<ProbeResult> ExecuteAsync(CancellationToken cancel)
        {
            if (++_asked % 20 == 0) _ = probe.ExecuteAsync(cancel);
            return probe.ExecuteAsync(cancel);
        }
    }
}

/// <summary>A probe throws what none should.</summary>
internal sealed class ProbeThrows : FleetBug
{
    public override IProbe Probe(IProbe probe, FleetHistory history) => new Throwing(probe);

    private sealed class Throwing(IProbe probe) : IProbe
    {
        private int _asked;

        public Task<ProbeResult> ExecuteAsync(CancellationToken cancel) => ++_asked == 20 ? throw new InvalidOperationException("planted") : probe.ExecuteAsync(cancel);
    }
}
