using Baton.Processes;

namespace Baton.Containers.Runs;

/// <summary>What a run in a container asks to be done. A closed family.</summary>
internal abstract record ContainerEffect
{
    private ContainerEffect()
    {
    }

    /// <summary>Give up making it.</summary>
    public sealed record CancelPreparing : ContainerEffect;

    /// <summary>Start its follower.</summary>
    public sealed record SpawnFollower : ContainerEffect;

    /// <summary>No other follower goes on with the run.</summary>
    public sealed record CloseOutput : ContainerEffect;

    /// <summary>Let the engine send its first process a signal.</summary>
    public sealed record Signal(int Number) : ContainerEffect;

    /// <summary>Send its follower a signal, which tries to pass it on.</summary>
    public sealed record SignalFollower(int Number) : ContainerEffect;

    /// <summary>Kill its follower.</summary>
    public sealed record KillFollower : ContainerEffect;

    /// <summary>Find out whether its container ended for want of memory.</summary>
    public sealed record Look : ContainerEffect;

    /// <summary>Remove its container.</summary>
    public sealed record Clear : ContainerEffect;

    /// <summary>Tell it to whoever supervises.</summary>
    public sealed record Tell(ProcessEvent What) : ContainerEffect;

    /// <summary>Tell people.</summary>
    public sealed record Say(string Text) : ContainerEffect;

    /// <summary>Call back after a time.</summary>
    public sealed record Arm(int Epoch, TimeSpan After) : ContainerEffect;

    /// <summary>Forget the run.</summary>
    public sealed record Forget : ContainerEffect;
}
