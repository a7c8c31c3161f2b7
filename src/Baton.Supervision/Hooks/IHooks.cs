using Baton.Processes;

namespace Baton.Supervision.Hooks;

/// <summary>Who runs hooks.</summary>
public interface IHooks
{
    /// <summary>Begins one; never waits.</summary>
    /// <param name="order">What to run.</param>
    /// <param name="ended">Told once, when nothing of it lives any more or the kernel does not let go of it. Must not block.</param>
    IHook Begin(HookOrder order, Action<HookOutcome> ended);
}

/// <summary>A hook that was begun. Both calls may come at any time, and mean nothing after its end.</summary>
public interface IHook
{
    /// <summary>Asks its processes to end.</summary>
    void Terminate();

    /// <summary>Forces them to.</summary>
    void Kill();
}

/// <summary>A hook to run.</summary>
/// <param name="Id">The run whose mark its processes carry.</param>
/// <param name="What">What to run; null: nothing, only what is left of the run's hooks is ended.</param>
/// <param name="Limit">After this it is killed.</param>
/// <param name="EndsRemains">When it has ended, what carries the run's mark is ended too: nothing of the run may live then.</param>
public sealed record HookOrder(RunId Id, Launch? What, TimeSpan Limit, HookRemains EndsRemains);

/// <summary>When what a hook leaves behind, beyond its session, is ended with it.</summary>
public enum HookRemains
{
    /// <summary>Never: the run lives, and has it.</summary>
    Kept,

    /// <summary>When the hook failed, since there is no run then.</summary>
    EndedOnFailure,

    /// <summary>Always.</summary>
    Ended,
}

/// <summary>How a hook went.</summary>
/// <param name="Problem">Why it did not do its work; null when it did.</param>
/// <param name="Duration">How long it took.</param>
/// <param name="LastWords">The end of what it wrote, on one line; empty when it wrote nothing.</param>
public sealed record HookOutcome(string? Problem, TimeSpan Duration, string LastWords);
