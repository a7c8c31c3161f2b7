using Baton.Processes;

namespace Baton.Supervision.Hooks;

/// <summary>What is run before, after and to stop a run, as its user, in its folder and with its environment; null is nothing.</summary>
/// <param name="PreStart">Before the process; it must succeed.</param>
/// <param name="PostStop">When nothing of the run lives any more.</param>
/// <param name="StopCommand">In place of the stop signal.</param>
public sealed record ServiceHooks(Launch? PreStart = null, Launch? PostStop = null, Launch? StopCommand = null)
{
    /// <summary>A service without hooks.</summary>
    public static ServiceHooks None { get; } = new();

    /// <summary>Least time that <see cref="PostStop"/> gets: 10 s.</summary>
    public static readonly TimeSpan LeastAfterwards = TimeSpan.FromSeconds(10);

    /// <summary>How long <see cref="PreStart"/> may take. Default 5 min.</summary>
    public TimeSpan PreStartTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>What is run for this; null for nothing.</summary>
    public Launch? Of(HookKind kind) => kind switch
    {
        HookKind.PreStart => PreStart,
        HookKind.StopCommand => StopCommand,
        HookKind.PostStop => PostStop,
        _ => null,
    };

    /// <summary>How long it may take, from when it is begun to when it is killed.</summary>
    /// <param name="kind">What it is run for.</param>
    /// <param name="stopTimeout">The service's stop timeout.</param>
    public TimeSpan LimitOf(HookKind kind, TimeSpan stopTimeout) => kind switch
    {
        HookKind.PreStart => PreStartTimeout,
        HookKind.PostStop => stopTimeout > LeastAfterwards ? stopTimeout : LeastAfterwards,
        _ => stopTimeout,
    };

    /// <summary>The key of the manifest.</summary>
    public static string WordOf(HookKind kind) => kind switch
    {
        HookKind.PreStart => "pre_start",
        HookKind.StopCommand => "stop_command",
        HookKind.PostStop => "post_stop",
        _ => "end_remains",
    };
}
