using Baton.Core;
using Baton.Probes.Specs;
using Baton.Processes;
using Baton.Supervision.Notifying;
using Baton.Supervision.Probing;
using Baton.Supervision.Services;

namespace Baton.Supervision.Reload;

/// <summary>Compares two definitions of one service, key by key. What a process was started with needs a new run; everything else does not.</summary>
public static class DefinitionComparison
{
    private static readonly Dictionary<string, string> NoVariables = [];

    /// <summary>What is different, in a fixed order; empty when nothing is.</summary>
    public static IReadOnlyList<ChangedKey> Of(ServiceDefinition before, ServiceDefinition after)
    {
        var keys = new List<ChangedKey>();
        CompareLaunch(before.Launch, after.Launch, keys);
        Add(keys, "oneshot", before.Policy.IsOneShot != after.Policy.IsOneShot, ChangeNeed.Restart);
        Add(keys, "replicas", before.Replica != after.Replica);
        Add(keys, "memory_restart", before.MemoryRestart != after.MemoryRestart);
        Add(keys, "watch", before.Watch != after.Watch);
        Add(keys, "schedule", before.Schedule != after.Schedule);
        CompareNotify(before.Notify, after.Notify, keys);
        CompareFiles(before.Reload, after.Reload, keys);
        ComparePlace(before, after, keys);
        ComparePolicy(before.Policy, after.Policy, keys);
        CompareHooks(before, after, keys);
        CompareProbes(before.Probes, after.Probes, keys);
        return keys;
    }

    private static void CompareLaunch(Launch before, Launch after, List<ChangedKey> keys)
    {
        Add(keys, "command", !before.Command.SequenceEqual(after.Command), ChangeNeed.Restart);
        Add(keys, "working_dir", before.WorkingDirectory != after.WorkingDirectory, ChangeNeed.Restart);
        var variables = ChangedVariables(before.Environment, after.Environment);
        if (variables.Count > 0) keys.Add(new ChangedKey("env", ChangeNeed.Restart, variables));
        var (was, now) = (before.Credentials ?? new Credentials(), after.Credentials ?? new Credentials());
        Add(keys, "user", was.As != now.As, ChangeNeed.Restart);
        Add(keys, "nice", was.Nice != now.Nice, ChangeNeed.Restart);
        Add(keys, "umask", was.Umask != now.Umask, ChangeNeed.Restart);
        CompareContainer(before.Container, after.Container, keys);
        Add(keys, "limits", before.Limits != after.Limits, ChangeNeed.Restart);
        Add(keys, "log", before.Log != after.Log);
    }

    private static void CompareContainer(ContainerLaunch? before, ContainerLaunch? after, List<ChangedKey> keys)
    {
        if (before is null || after is null)
        {
            Add(keys, "image", before is not null || after is not null, ChangeNeed.Restart);
            return;
        }

        Add(keys, "image", before.Image != after.Image, ChangeNeed.Restart);
        Add(keys, "docker.socket", before.Socket != after.Socket, ChangeNeed.Restart);
        Add(keys, "entrypoint", before.Entrypoint is null ? after.Entrypoint is not null : after.Entrypoint is null || !before.Entrypoint.SequenceEqual(after.Entrypoint), ChangeNeed.Restart);
        Add(keys, "ports", !before.Ports.SequenceEqual(after.Ports), ChangeNeed.Restart);
        Add(keys, "volumes", !before.Volumes.SequenceEqual(after.Volumes), ChangeNeed.Restart);
        Add(keys, "network", before.Network != after.Network, ChangeNeed.Restart);
        Add(keys, "user", before.User != after.User, ChangeNeed.Restart);
        Add(keys, "container_working_dir", before.WorkingDirectory != after.WorkingDirectory, ChangeNeed.Restart);
        Add(keys, "pull", before.Pull != after.Pull);
    }

    private static List<string> ChangedVariables(IReadOnlyDictionary<string, string> before, IReadOnlyDictionary<string, string> after)
    {
        // Services that change nothing of what they inherit share one dictionary.
        if (ReferenceEquals(before, after)) return [];
        return [.. before.Keys.Union(after.Keys)
            .Where(name => !before.TryGetValue(name, out var was) || !after.TryGetValue(name, out var now) || was != now).Order(StringComparer.Ordinal)];
    }

    private static void CompareNotify(ServiceNotify? before, ServiceNotify? after, List<ChangedKey> keys)
    {
        // The process was told where and how often to report when it was started.
        Add(keys, "notify", before is null != after is null, ChangeNeed.Restart);
        Add(keys, "watchdog_seconds", before?.Watchdog != after?.Watchdog, ChangeNeed.Restart);
    }

    private static void CompareFiles(ServiceReload before, ServiceReload after, List<ChangedKey> keys)
    {
        Add(keys, "reload_command", !IsSameProgram(before.Command, after.Command));
        var known = before.Files.ToDictionary(file => file.Path, file => file.Fingerprint);
        // A file that is named for the first time has not changed: the run may have read it as it is.
        var changed = after.Files.Where(file => known.TryGetValue(file.Path, out var was) && was != file.Fingerprint).Select(file => file.Path).ToList();
        var isListed = !before.Files.Select(file => file.Path).SequenceEqual(after.Files.Select(file => file.Path));
        if (changed.Count > 0) keys.Add(new ChangedKey("reload_files", after.Command is null ? ChangeNeed.Restart : ChangeNeed.ReloadCommand, changed));
        else Add(keys, "reload_files", isListed);
    }

    private static void ComparePlace(ServiceDefinition before, ServiceDefinition after, List<ChangedKey> keys)
    {
        var isSameCondition = before.Conditions.Count == after.Conditions.Count
            && before.Conditions.All(entry => after.Conditions.TryGetValue(entry.Key, out var now) && now == entry.Value);
        Add(keys, "depends_on", !before.DependsOn.SequenceEqual(after.DependsOn) || !isSameCondition || !before.Monitors.SequenceEqual(after.Monitors));
        Add(keys, "restart_with", !before.RestartWith.SequenceEqual(after.RestartWith));
        Add(keys, "requires_devices", !before.RequiresDevices.SequenceEqual(after.RequiresDevices));
        Add(keys, "groups", !before.Groups.SequenceEqual(after.Groups));
        Add(keys, "enabled", before.IsEnabled != after.IsEnabled);
        Add(keys, "autostart", before.IsAutostarted != after.IsAutostarted);
        Add(keys, "display_name", before.DisplayName != after.DisplayName);
        Add(keys, "description", before.Description != after.Description);
        Add(keys, "type", before.Type != after.Type);
        Add(keys, "port", before.Port != after.Port);
        Add(keys, "health_check", before.Check != after.Check);
        Add(keys, "exit_when", before.EndsProject != after.EndsProject);
    }

    private static void ComparePolicy(ServicePolicy before, ServicePolicy after, List<ChangedKey> keys)
    {
        Add(keys, "restart", before.Restart != after.Restart);
        CompareBackoff(before.Backoff, after.Backoff, keys);
        Add(keys, "max_failures", before.MaxFailures != after.MaxFailures);
        Add(keys, "max_restarts", before.MaxRestarts != after.MaxRestarts);
        Add(keys, "restart_window_seconds", before.RestartWindow != after.RestartWindow);
        Add(keys, "failed_retry_seconds", before.FailedRetry != after.FailedRetry);
        Add(keys, "cooldown_seconds", before.Cooldown != after.Cooldown);
        Add(keys, "success_exit_codes", !before.SuccessExitCodes.SequenceEqual(after.SuccessExitCodes));
        Add(keys, "stable_after_seconds", before.StableAfter != after.StableAfter || before.IsStableReplacedAtOnce != after.IsStableReplacedAtOnce);
        Add(keys, "startup_timeout_seconds", before.StartupTimeout != after.StartupTimeout);
        Add(keys, "stop_timeout_seconds", before.StopTimeout != after.StopTimeout);
        Add(keys, "stop_signal", before.StopSignal != after.StopSignal);
        Add(keys, "device_restart_policy", before.OnDeviceLoss != after.OnDeviceLoss);
    }

    private static void CompareBackoff(Backoff before, Backoff after, List<ChangedKey> keys)
    {
        Add(keys, "restart_delay_seconds", before.First != after.First);
        Add(keys, "backoff_factor", !before.Factor.Equals(after.Factor));
        Add(keys, "backoff_limit_seconds", before.Limit != after.Limit);
        Add(keys, "backoff_jitter", !before.Jitter.Equals(after.Jitter));
    }

    private static void CompareHooks(ServiceDefinition before, ServiceDefinition after, List<ChangedKey> keys)
    {
        Add(keys, "pre_start", !IsSameProgram(before.Hooks.PreStart, after.Hooks.PreStart) || before.Policy.HasPreStart != after.Policy.HasPreStart);
        Add(keys, "pre_start_timeout_seconds", before.Hooks.PreStartTimeout != after.Hooks.PreStartTimeout);
        Add(keys, "stop_command", !IsSameProgram(before.Hooks.StopCommand, after.Hooks.StopCommand) || before.Policy.HasStopCommand != after.Policy.HasStopCommand);
        Add(keys, "post_stop", !IsSameProgram(before.Hooks.PostStop, after.Hooks.PostStop) || before.Policy.HasPostStop != after.Policy.HasPostStop);
    }

    private static void CompareProbes(ServiceProbes before, ServiceProbes after, List<ChangedKey> keys)
    {
        Add(keys, "startup", Bare(before.Startup) != Bare(after.Startup));
        Add(keys, "readiness", Bare(before.Readiness) != Bare(after.Readiness));
        Add(keys, "liveness", Bare(before.Liveness) != Bare(after.Liveness));
    }

    /// <summary>What surrounds a program is the service's, and told there.</summary>
    private static ServiceProbe? Bare(ServiceProbe? probe) => probe is { Spec: ProbeSpec.Exec exec }
        ? probe with { Spec = exec with { WorkingDirectory = "", Environment = NoVariables, Credentials = null } }
        : probe;

    private static bool IsSameProgram(Launch? before, Launch? after) =>
        before is null ? after is null : after is not null && before.Command.SequenceEqual(after.Command);

    private static void Add(List<ChangedKey> keys, string key, bool isDifferent, ChangeNeed need = ChangeNeed.Nothing)
    {
        if (isDifferent) keys.Add(new ChangedKey(key, need, []));
    }
}
