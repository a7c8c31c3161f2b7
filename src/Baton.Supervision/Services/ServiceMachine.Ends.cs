namespace Baton.Supervision.Services;

/// <summary>What follows the end of a run: rest, completion, the next run now or after a wait, or failure.</summary>
public static partial class ServiceMachine
{
    /// <summary>Nothing of the run lives, and nothing more is to be run for it.</summary>
    private static (Service, IReadOnlyList<Effect>) Rested(Service s, AfterStop next, ServicePolicy policy, Surroundings around) => next switch
    {
        AfterStop.Rest or AfterStop.RestAtOnce => Rest(s with { Pid = null }),
        AfterStop.StartAgain => Begin(s with { Pid = null }, policy, around),
        AfterStop.ByPolicy => Ended(s, policy, around),
        AfterStop.AsFailed => Failed(s with { Pid = null }, policy, around),
        _ => throw new System.Diagnostics.UnreachableException($"after stop {next}"),
    };

    /// <summary>A run ended without anybody having asked for it, and nothing of it is left.</summary>
    private static (Service, IReadOnlyList<Effect>) Ended(Service s, ServicePolicy policy, Surroundings around)
    {
        if (!s.IsDesired) return Rest(s);
        if (!IsSuccess(s, policy)) return Failed(s, policy, around);
        if (policy.IsScheduled) return Rest(s with { Failures = 0 });
        if (policy.Restart != RestartMode.Always || policy.IsOneShot) return Enter(s with { Failures = 0 }, Phase.Completed);
        if (!around.AreDevicesPresent) return Begin(s with { Failures = 0 }, policy, around);

        // Success is no failure, but a program that ends at once must not be started in a tight loop.
        var isAtOnce = s.IsStable && policy.IsStableReplacedAtOnce;
        var wait = isAtOnce ? TimeSpan.Zero : policy.Backoff.After(1, around.Random);
        return Again(s with { Failures = 0 }, isAtOnce || wait > TimeSpan.Zero ? wait : Core.Backoff.Floor, policy, around);
    }

    private static (Service, IReadOnlyList<Effect>) Failed(Service s, ServicePolicy policy, Surroundings around)
    {
        if (!s.IsDesired) return Rest(s);
        var failed = s with { Failures = s.Failures + 1 };
        if (policy.Restart == RestartMode.Never) return Enter(failed, Phase.Failed);
        // Without its device it could not but fail: that counts as no failure, and it starts as soon as the device is back.
        if (!around.AreDevicesPresent) return Begin(s, policy, around);
        if (failed.Failures >= policy.MaxFailures || Lately(s, policy, around).Count >= policy.MaxRestarts) return Enter(failed, Phase.Failed, Retry(s, policy, around));
        var isAtOnce = s.IsStable && policy.IsStableReplacedAtOnce;
        return Again(failed, isAtOnce ? TimeSpan.Zero : policy.Backoff.After(failed.Failures, around.Random), policy, around);
    }

    /// <summary>The wait of a service that failed too often, which the cooldown may make longer; null when it waits for a person.</summary>
    private static TimeSpan? Retry(Service s, ServicePolicy policy, Surroundings around)
    {
        var cooldown = s.LaunchedAt + policy.Cooldown - around.Now;
        return policy.FailedRetry is { } retry && cooldown > retry ? cooldown : policy.FailedRetry;
    }

    /// <summary>How long a service that has failed waits by these rules until it is tried once more; null when it waits for a person.</summary>
    internal static TimeSpan? RetryAfter(Service failed, ServicePolicy policy, Surroundings around) =>
        policy.Restart == RestartMode.Never ? null : Retry(failed, policy, around);

    private static (Service, IReadOnlyList<Effect>) Again(Service s, TimeSpan wait, ServicePolicy policy, Surroundings around)
    {
        var cooldown = s.LaunchedAt + policy.Cooldown - around.Now;
        if (cooldown > wait) wait = cooldown;
        return wait > TimeSpan.Zero ? Enter(s, Phase.Backoff, wait) : Restart(s, policy, around);
    }

    /// <summary>A start by policy.</summary>
    private static (Service, IReadOnlyList<Effect>) Restart(Service s, ServicePolicy policy, Surroundings around)
    {
        var recent = policy.MaxRestarts is null ? s.RecentRestarts : [.. Lately(s, policy, around).TakeLast(Math.Max(0, policy.MaxRestarts.Value - 1)), around.Now];
        return Begin(s with { Restarts = s.Restarts + 1, RecentRestarts = recent }, policy, around);
    }

    private static List<TimeSpan> Lately(Service s, ServicePolicy policy, Surroundings around) =>
        [.. s.RecentRestarts.Where(at => around.Now - at < policy.RestartWindow)];

    private static bool IsSuccess(Service s, ServicePolicy policy) =>
        s.LastExit is { } exit && (exit.IsSuccess || (exit.Code is { } code && policy.SuccessExitCodes.Contains(code)));
}
