using Baton.Manifest.Binding;
using Baton.Processes;
using Baton.Supervision.Services;

namespace Baton.Supervision.Manifests;

/// <summary>Reads the keys of <see cref="PolicyDefaults"/> from a service's table or from <c>[defaults]</c>.</summary>
internal static class PolicyKeys
{
    private static readonly string[] RestartWords = ["never", "on-failure", "always"];
    private static readonly string[] FullDiskWords = ["drop", "block"];
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    public static PolicyDefaults Read(TableReader table, PolicyDefaults defaults) =>
        new(ReadPolicy(table, defaults.Policy), table.SubTable("log") is { } log ? ReadLog(log, defaults.Log) : defaults.Log);

    private static ServicePolicy ReadPolicy(TableReader table, ServicePolicy defaults) => defaults with
    {
        Restart = ReadRestart(table, "restart", defaults.Restart),
        Backoff = ReadBackoff(table, defaults.Backoff),
        MaxFailures = Limit(table, "max_failures", defaults.MaxFailures),
        MaxRestarts = MaxRestarts(table, defaults.MaxRestarts),
        RestartWindow = table.Seconds("restart_window_seconds", defaults.RestartWindow, TimeSpan.FromSeconds(1), Day),
        FailedRetry = table.OptionalSeconds("failed_retry_seconds", TimeSpan.Zero, Day) is not { } retry ? defaults.FailedRetry : retry > TimeSpan.Zero ? retry : null,
        Cooldown = table.Seconds("cooldown_seconds", defaults.Cooldown, TimeSpan.Zero, Hour),
        SuccessExitCodes = table.OptionalIntegerList("success_exit_codes", 0, 255) ?? defaults.SuccessExitCodes,
        StableAfter = table.Seconds("stable_after_seconds", defaults.StableAfter, TimeSpan.FromSeconds(1), Day),
        StopTimeout = table.Seconds("stop_timeout_seconds", defaults.StopTimeout, TimeSpan.Zero, Hour),
        StopSignal = ReadSignal(table, defaults.StopSignal),
    };

    /// <summary>When a service is started again, under the key that the format has for it.</summary>
    public static RestartMode ReadRestart(TableReader table, string key, RestartMode defaultMode) => table.Word(key, RestartWords) switch
    {
        "never" => RestartMode.Never,
        "on-failure" => RestartMode.OnFailure,
        "always" => RestartMode.Always,
        _ => defaultMode,
    };

    private static Core.Backoff ReadBackoff(TableReader table, Core.Backoff defaults) => new(
        table.Seconds("restart_delay_seconds", defaults.First, TimeSpan.Zero, Hour),
        table.OptionalNumber("backoff_factor", 1, 100) ?? defaults.Factor,
        table.Seconds("backoff_limit_seconds", defaults.Limit, TimeSpan.Zero, Day),
        table.OptionalNumber("backoff_jitter", 0, 1) ?? defaults.Jitter);

    /// <summary>A number of times; 0 is any number.</summary>
    private static int? Limit(TableReader table, string key, int? defaultLimit) =>
        table.OptionalInteger(key, 0, 1_000_000) is not { } limit ? defaultLimit : limit > 0 ? (int)limit : null;

    private static int? MaxRestarts(TableReader table, int? defaultLimit)
    {
        var limit = Limit(table, "max_restarts", defaultLimit);
        if (limit is not > ServicePolicy.MostRestarts || limit == defaultLimit) return limit;
        table.Report("max_restarts", string.Create(System.Globalization.CultureInfo.InvariantCulture,
            $"\"max_restarts\" is {limit}, but at most {ServicePolicy.MostRestarts} restarts are remembered when the daemon dies; name fewer, with a shorter \"restart_window_seconds\", or 0 for any number"));
        return defaultLimit;
    }

    private static int ReadSignal(TableReader table, int defaultSignal)
    {
        if (table.OptionalString("stop_signal") is not { } name) return defaultSignal;
        if (SignalNames.NumberOf(name) is { } number) return number;
        table.Report("stop_signal", $"there is no signal \"{name}\"{NearestWord.Hint(name.ToUpperInvariant(), SignalNames.All)}");
        return defaultSignal;
    }

    private static LogPolicy ReadLog(TableReader table, LogPolicy defaults)
    {
        var bytes = table.Size("rotate_size", defaults.RotateBytes, 0, 1L << 40);
        if (bytes is > 0 and < 4096) table.Report("rotate_size", "a log file of less than 4 KiB is not worth its name; use 0 to rotate never");
        var policy = new LogPolicy(
            bytes,
            (int)table.Integer("rotate_count", defaults.RotateCount, 1, 1000),
            table.Word("on_full_disk", FullDiskWords) switch { "drop" => FullDiskPolicy.Drop, "block" => FullDiskPolicy.Block, _ => defaults.FullDisk })
        {
            RotateAge = table.Seconds("rotate_after_seconds", defaults.RotateAge, TimeSpan.Zero, TimeSpan.FromDays(365)),
            Compress = table.Boolean("compress", defaults.Compress),
            KeepRuns = (int)table.Integer("keep_runs", defaults.KeepRuns, 1, 10_000),
        };
        if (policy.RotateAge > TimeSpan.Zero && policy.RotateAge < TimeSpan.FromSeconds(1))
            table.Report("rotate_after_seconds", "a log file is not worth its name for less than 1 s; use 0 to close none for its age");
        table.Finish();
        return policy;
    }
}
