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

    /// <summary>Arm the one timer, in place of what was armed.</summary>
    public sealed record Arm(int Epoch, TimeSpan After) : Effect;
}
