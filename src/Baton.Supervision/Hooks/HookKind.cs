namespace Baton.Supervision.Hooks;

/// <summary>What a program is run for, besides the run's own.</summary>
public enum HookKind
{
    /// <summary>Before the process of a run; it must succeed.</summary>
    PreStart,

    /// <summary>In place of the stop signal.</summary>
    StopCommand,

    /// <summary>When nothing of a run lives any more.</summary>
    PostStop,

    /// <summary>No program: what hooks of the run left behind is ended.</summary>
    EndRemains,
}
