using Baton.Core;

namespace Baton.Supervision.Services;

/// <summary>When a service is started again.</summary>
public enum RestartMode
{
    /// <summary>Never; a run that fails leaves it <see cref="Phase.Failed"/>.</summary>
    Never,

    /// <summary>After a failure: a non-zero exit, a signal nobody asked for, a failed spawn.</summary>
    OnFailure,

    /// <summary>After every end that nobody asked for.</summary>
    Always,
}

/// <summary>What happens to a run whose device goes away.</summary>
public enum DeviceLossMode
{
    /// <summary>It is stopped at once, and started when the device is back.</summary>
    Immediate,

    /// <summary>It goes on, not ready, and is restarted when the device is back.</summary>
    OnReconnect,
}

/// <summary>The rules a service lives by.</summary>
public sealed record ServicePolicy
{
    /// <summary>When it is started again. Default on failure.</summary>
    public RestartMode Restart { get; init; } = RestartMode.OnFailure;

    /// <summary>The wait before it is. Default 5 s, doubled up to 60 s, spread by a fifth.</summary>
    public Backoff Backoff { get; init; } = new(TimeSpan.FromSeconds(5), 2, TimeSpan.FromSeconds(60), 0.2);

    /// <summary>Failed runs in a row that make it <see cref="Phase.Failed"/>. Default 10; null: any number.</summary>
    public int? MaxFailures { get; init; } = 10;

    /// <summary>The largest <see cref="MaxRestarts"/>: 64, since as many instants outlive the daemon.</summary>
    public const int MostRestarts = 64;

    /// <summary>Restarts by policy within <see cref="RestartWindow"/> after which a further failure makes it <see cref="Phase.Failed"/>. Default null: any number; at most <see cref="MostRestarts"/>.</summary>
    public int? MaxRestarts { get; init; }

    /// <summary>How long a restart counts for <see cref="MaxRestarts"/>. Default 10 min.</summary>
    public TimeSpan RestartWindow { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>A run that lasts this long forgets earlier failures. Default 60 s.</summary>
    public TimeSpan StableAfter { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>A run that lasted that long is replaced without a wait when it ends. Default true; else after the first wait of <see cref="Backoff"/>.</summary>
    public bool IsStableReplacedAtOnce { get; init; } = true;

    /// <summary>Wait before a service that failed too often is tried once more. Default 5 min; null: it waits for a person.</summary>
    public TimeSpan? FailedRetry { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>A start by policy comes not sooner than this after the start before. Default 0. It delays a restart and never drops it.</summary>
    public TimeSpan Cooldown { get; init; }

    /// <summary>Exit codes that are success besides 0. Default none.</summary>
    public IReadOnlyList<int> SuccessExitCodes { get; init; } = [];

    /// <summary>
    /// It does one thing and ends: ready for what depends on it once it has succeeded, and then not started again whatever
    /// <see cref="Restart"/> says. Default false.
    /// </summary>
    public bool IsOneShot { get; init; }

    /// <summary>It is started by the clock: a run that has succeeded leaves it stopped until the next time. Default false.</summary>
    public bool IsScheduled { get; init; }

    /// <summary>It is ready when a probe says so, not when its process runs. Default false.</summary>
    public bool HasReadiness { get; init; }

    /// <summary>With <see cref="HasReadiness"/>: a run that is not ready for the first time after this has failed. Default 5 min.</summary>
    public TimeSpan StartupTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>What happens when a device that it needs goes away. Default immediate.</summary>
    public DeviceLossMode OnDeviceLoss { get; init; }

    /// <summary>A program must succeed before each run's process is started. Default false.</summary>
    public bool HasPreStart { get; init; }

    /// <summary>A program is run when nothing of a run lives any more. Default false.</summary>
    public bool HasPostStop { get; init; }

    /// <summary>A program is run to stop it, in place of the stop signal. Default false.</summary>
    public bool HasStopCommand { get; init; }

    /// <summary>Wait between terminate and kill. Default 10 s; 0 kills at once; at most 1 h.</summary>
    public TimeSpan StopTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The signal that asks it to end. Default SIGTERM (15).</summary>
    public int StopSignal { get; init; } = 15;
}
