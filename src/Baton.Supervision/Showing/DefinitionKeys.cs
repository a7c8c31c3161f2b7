using System.Globalization;
using Baton.Processes;
using Baton.Supervision.Dependencies;
using Baton.Supervision.Probing;
using Baton.Supervision.Secrets;
using Baton.Supervision.Services;

namespace Baton.Supervision.Showing;

/// <summary>What holds for a service, as texts by the keys of the native manifest: what is written and what goes without saying. The environment is not among it.</summary>
public static class DefinitionKeys
{
    /// <summary>The keys in the order that people read them in; those that have no value are absent.</summary>
    /// <param name="service">The service.</param>
    /// <param name="mask">Takes secrets out.</param>
    public static IReadOnlyDictionary<string, string> Of(ServiceDefinition service, SecretMask mask)
    {
        var keys = new OrderedDictionary<string, string>();
        AddPlace(keys, service, mask);
        AddRestart(keys, service.Policy);
        AddStop(keys, service, mask);
        AddProbes(keys, service, mask);
        AddRest(keys, service, mask);
        AddLimits(keys, service.Launch.Limits);
        AddLog(keys, service.Launch.Log);
        return keys;
    }

    private static void AddPlace(OrderedDictionary<string, string> keys, ServiceDefinition service, SecretMask mask)
    {
        Add(keys, "display_name", service.DisplayName);
        Add(keys, "description", service.Description);
        if (service.Launch is not { Container: not null, Command.Count: 0 }) Add(keys, "command", Command(service.Launch, mask));
        if (service.Launch.Container is { } container) AddContainer(keys, container, mask);
        else Add(keys, "working_dir", mask.Apply(service.Launch.WorkingDirectory));
        Add(keys, "user", service.Launch.Credentials?.As?.Name);
        Add(keys, "nice", Number(service.Launch.Credentials?.Nice));
        Add(keys, "umask", service.Launch.Credentials?.Umask is { } umask ? Convert.ToString(umask, 8).PadLeft(3, '0') : null);
        Add(keys, "port", Number(service.Port));
        Add(keys, "depends_on", List(service.DependsOn.Select(name =>
            service.Conditions.GetValueOrDefault(name) is var condition && condition == DependencyCondition.Ready ? name : $"{name} ({condition.ToString().ToLowerInvariant()})")
            .Concat(service.Monitors.Select(name => $"monitor:{name}"))));
        Add(keys, "restart_with", List(service.RestartWith));
        Add(keys, "requires_devices", List(service.RequiresDevices));
        Add(keys, "groups", List(service.Groups));
        Add(keys, "enabled", Flag(service.IsEnabled));
        Add(keys, "autostart", Flag(service.IsAutostarted));
        Add(keys, "oneshot", Flag(service.Policy.IsOneShot));
        if (service.EndsProject) Add(keys, "exit_when", service.Name);
    }

    private static void AddContainer(OrderedDictionary<string, string> keys, ContainerLaunch container, SecretMask mask)
    {
        Add(keys, "image", container.Image);
        if (container.Entrypoint is { Count: > 0 } entrypoint) Add(keys, "entrypoint", CommandText.Of(mask.Apply(entrypoint)));
        Add(keys, "ports", List(container.Ports.Select(port => string.Create(CultureInfo.InvariantCulture,
            $"{(port.Address.Contains(':', StringComparison.Ordinal) ? $"[{port.Address}]" : port.Address)}{(port.Address.Length > 0 ? ":" : "")}{port.Host}:{port.Inside}{(port.Protocol == "tcp" ? "" : $"/{port.Protocol}")}"))));
        Add(keys, "volumes", List(container.Volumes.Select(volume => $"{volume.Source}:{volume.Target}{(volume.IsReadOnly ? ":ro" : "")}")));
        Add(keys, "network", container.Network);
        Add(keys, "container_working_dir", container.WorkingDirectory);
        Add(keys, "user", container.User);
        Add(keys, "pull", container.Pull switch { PullPolicy.Never => "never", PullPolicy.Always => "always", _ => "missing" });
        Add(keys, "docker.socket", container.Socket);
    }

    private static void AddRestart(OrderedDictionary<string, string> keys, ServicePolicy policy)
    {
        Add(keys, "restart", policy.Restart switch { RestartMode.Never => "never", RestartMode.Always => "always", _ => "on-failure" });
        Add(keys, "restart_delay_seconds", Seconds(policy.Backoff.First));
        Add(keys, "backoff_factor", Number(policy.Backoff.Factor));
        Add(keys, "backoff_limit_seconds", Seconds(policy.Backoff.Limit));
        Add(keys, "backoff_jitter", Number(policy.Backoff.Jitter));
        Add(keys, "max_failures", Number(policy.MaxFailures ?? 0));
        Add(keys, "max_restarts", Number(policy.MaxRestarts ?? 0));
        if (policy.MaxRestarts is not null) Add(keys, "restart_window_seconds", Seconds(policy.RestartWindow));
        Add(keys, "failed_retry_seconds", Seconds(policy.FailedRetry ?? TimeSpan.Zero));
        Add(keys, "cooldown_seconds", Seconds(policy.Cooldown));
        Add(keys, "stable_after_seconds", Seconds(policy.StableAfter));
        Add(keys, "success_exit_codes", List(policy.SuccessExitCodes.Select(code => Number(code)!)));
    }

    private static void AddStop(OrderedDictionary<string, string> keys, ServiceDefinition service, SecretMask mask)
    {
        Add(keys, "stop_timeout_seconds", Seconds(service.Policy.StopTimeout));
        Add(keys, "stop_signal", SignalNames.NameOf(service.Policy.StopSignal));
        Add(keys, "stop_command", Command(service.Hooks.StopCommand, mask));
        Add(keys, "pre_start", Command(service.Hooks.PreStart, mask));
        if (service.Hooks.PreStart is not null) Add(keys, "pre_start_timeout_seconds", Seconds(service.Hooks.PreStartTimeout));
        Add(keys, "post_stop", Command(service.Hooks.PostStop, mask));
    }

    private static void AddProbes(OrderedDictionary<string, string> keys, ServiceDefinition service, SecretMask mask)
    {
        foreach (var kind in Enum.GetValues<ProbeKind>())
        {
            if (service.Probes.Of(kind) is not { } probe) continue;
            var target = ProbeWords.TargetOf(probe.Spec, mask) is { } words ? $" {words}" : "";
            Add(keys, kind.ToString().ToLowerInvariant(), $"{ProbeWords.TypeOf(probe.Spec)}{target} every {Seconds(probe.Timing.Interval)} s");
        }

        if (service.Policy.HasReadiness) Add(keys, "startup_timeout_seconds", Seconds(service.Policy.StartupTimeout));
        Add(keys, "health_check", service.Check?.Name);
        Add(keys, "notify", service.Notify is null ? null : "true");
        Add(keys, "watchdog_seconds", service.Notify?.Watchdog is { } watchdog ? Seconds(watchdog) : null);
    }

    private static void AddRest(OrderedDictionary<string, string> keys, ServiceDefinition service, SecretMask mask)
    {
        if (service.RequiresDevices.Count > 0) Add(keys, "device_restart_policy", service.Policy.OnDeviceLoss == DeviceLossMode.OnReconnect ? "on_reconnect" : "immediate");
        Add(keys, "watch", List(service.Watch?.Files.Paths ?? []));
        Add(keys, "reload_command", Command(service.Reload.Command, mask));
        Add(keys, "reload_files", List(service.Reload.Files.Select(file => file.Path)));
        Add(keys, "schedule", service.Schedule is { } schedule ? schedule.Timezone is { } zone ? $"{schedule.Cron} ({zone})" : schedule.Cron : null);
        Add(keys, "memory_restart", Number(service.MemoryRestart));
        Add(keys, "replica_of", service.Replica?.Of);
    }

    private static void AddLimits(OrderedDictionary<string, string> keys, ResourceLimits? limits)
    {
        if (limits is null) return;
        Add(keys, "limits.memory", Number(limits.Memory));
        Add(keys, "limits.cpu", Number(limits.Cpu));
        Add(keys, "limits.pids", Number(limits.Pids));
        Add(keys, "limits.nofile", Number(limits.OpenFiles));
        Add(keys, "limits.nproc", Number(limits.UserProcesses));
        Add(keys, "limits.core", Number(limits.Core));
        Add(keys, "limits.fsize", Number(limits.FileSize));
        Add(keys, "limits.as", Number(limits.AddressSpace));
        Add(keys, "limits.stack", Number(limits.Stack));
    }

    private static void AddLog(OrderedDictionary<string, string> keys, LogPolicy log)
    {
        Add(keys, "log.rotate_size", Number(log.RotateBytes));
        Add(keys, "log.rotate_count", Number(log.RotateCount));
        Add(keys, "log.rotate_after_seconds", Seconds(log.RotateAge));
        Add(keys, "log.compress", Flag(log.Compress));
        Add(keys, "log.keep_runs", Number(log.KeepRuns));
        Add(keys, "log.on_full_disk", log.FullDisk == FullDiskPolicy.Block ? "block" : "drop");
    }

    private static void Add(OrderedDictionary<string, string> keys, string key, string? value)
    {
        if (!string.IsNullOrEmpty(value)) keys.Add(key, value);
    }

    private static string? Command(Launch? launch, SecretMask mask) => launch is null ? null : CommandText.Of(mask.Apply(launch.Command));

    private static string List(IEnumerable<string> items) => string.Join(", ", items);

    private static string Flag(bool value) => value ? "true" : "false";

    private static string? Number(double? value) => value?.ToString("0.######", CultureInfo.InvariantCulture);

    private static string Seconds(TimeSpan span) => span.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture);
}
