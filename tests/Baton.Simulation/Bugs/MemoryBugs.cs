using Baton.Simulation.Histories;
using Baton.Supervision.Memory;
using Baton.Supervision.Services;

namespace Baton.Simulation.Bugs;

/// <summary>States are stored some seconds after what follows from them was done.</summary>
internal sealed class StoresLate : PlantedBug
{
    public override IServiceMemory Memory(IServiceMemory memory, History history) => new AlteredMemory(memory, (place, state, facts) =>
    {
        history.Clock.After(TimeSpan.FromSeconds(4), () => memory.Store(place, state, facts));
        return null;
    });
}

/// <summary>The places of services that have gone are never given to others.</summary>
internal sealed class PlacesNotGivenBack : PlantedBug
{
    public override IServiceMemory Memory(IServiceMemory memory, History history) => new AlteredMemory(memory, forgets: false);
}

/// <summary>The number of restarts is not stored.</summary>
internal sealed class RestartsNotStored : PlantedBug
{
    public override IServiceMemory Memory(IServiceMemory memory, History history) => new AlteredMemory(memory, (_, state, facts) => (state with { Restarts = 0 }, facts));
}

/// <summary>That everything is to stop is not stored.</summary>
internal sealed class ShutdownNotStored : PlantedBug
{
    public override IServiceMemory Memory(IServiceMemory memory, History history) => new AlteredMemory(memory, alterProject: project => project with { StopAskedBy = null });
}

/// <summary>That everything was asked for that "up" starts is not stored.</summary>
internal sealed class BeginningNotStored : PlantedBug
{
    public override IServiceMemory Memory(IServiceMemory memory, History history) => new AlteredMemory(memory, alterProject: project => project with { IsBegun = false });
}

/// <summary>When a backoff ends is not stored, so that it is not armed again.</summary>
internal sealed class BackoffNotRearmed : PlantedBug
{
    public override IServiceMemory Memory(IServiceMemory memory, History history) =>
        new AlteredMemory(memory, (_, state, facts) => (state, state.Phase == Phase.Backoff ? facts with { TimerDue = null } : facts));
}

/// <summary>A stop in the middle of a backoff is not stored.</summary>
internal sealed class StopInBackoffNotStored : PlantedBug
{
    private readonly Dictionary<int, Phase> _before = [];

    public override IServiceMemory Memory(IServiceMemory memory, History history) => new AlteredMemory(memory, (place, state, facts) =>
    {
        if (state.Phase == Phase.Stopped && _before.GetValueOrDefault(place) == Phase.Backoff) return null;
        _before[place] = state.Phase;
        return (state, facts);
    });
}

/// <summary>That a process is known is not stored with its run.</summary>
internal sealed class RunNumberNotStored : PlantedBug
{
    public override IServiceMemory Memory(IServiceMemory memory, History history) => new AlteredMemory(memory, (_, state, facts) => (state with { Run = Math.Max(0, state.Run - 1) }, facts));
}

/// <summary>What is desired is stored as it was when the run began.</summary>
internal sealed class DesireNotStored : PlantedBug
{
    public override IServiceMemory Memory(IServiceMemory memory, History history) =>
        new AlteredMemory(memory, (_, state, facts) => (state.Phase == Phase.Stopping ? state with { IsDesired = true, Next = AfterStop.StartAgain } : state, facts));
}
