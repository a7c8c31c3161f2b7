using Baton.Processes;
using Baton.Supervision.Hooks;

namespace Baton.Supervision.Services;

/// <summary>What a step asks to be done.</summary>
public abstract record Effect
{
    private Effect()
    {
    }

    /// <summary>Start the process of this run.</summary>
    public sealed record Spawn(int Run) : Effect;

    /// <summary>Ask the tree of this run to end.</summary>
    public sealed record Terminate(int Run) : Effect;

    /// <summary>Force the tree of this run to end.</summary>
    public sealed record Kill(int Run) : Effect;

    /// <summary>Run the program that belongs before, after or to the stop of this run.</summary>
    /// <param name="Run">The run.</param>
    /// <param name="Kind">Which one.</param>
    /// <param name="Exit">How the run's first process ended; null when it had none, or has not ended.</param>
    public sealed record RunHook(int Run, HookKind Kind, ExitStatus? Exit) : Effect;

    /// <summary>Ask that program to end.</summary>
    public sealed record TerminateHook(int Run) : Effect;

    /// <summary>Force that program to end.</summary>
    public sealed record KillHook(int Run) : Effect;

    /// <summary>Arm the one timer, in place of what was armed.</summary>
    public sealed record Arm(int Epoch, TimeSpan After) : Effect;
}
