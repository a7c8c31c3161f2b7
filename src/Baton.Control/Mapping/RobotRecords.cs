using System.Diagnostics;
using Baton.Contracts.Robot;
using Baton.Supervision.Services;

namespace Baton.Control.Mapping;

/// <summary>Services as the robot's API shows them, for manifests of every kind.</summary>
internal static class RobotRecords
{
    private const double BytesPerMebibyte = 1024 * 1024;

    /// <summary>One service.</summary>
    public static RobotService Of(ServiceView view) => new()
    {
        Name = view.Name,
        Pid = view.Pid,
        Status = StatusOf(view.State),
        RestartPolicy = PolicyOf(view.Restart),
        CrashCount = view.Failures,
        LastRestart = SecondsOf(view.StartedAt),
        StartTime = view.IsLive ? SecondsOf(view.StartedAt) : null,
        CpuPercent = view.Figures?.CpuPercent ?? 0,
        MemoryMb = Math.Round((view.Figures?.MemoryBytes ?? 0) / BytesPerMebibyte, 2),
        LastHealthCheck = SecondsOf(view.Health?.CheckedAt),
        HealthStatus = HealthOf(view) is null ? null : IsHealthy(view) switch { true => "healthy", false => "unhealthy", null => "unknown" },
        Health = HealthOf(view),
    };

    /// <summary>One service of the list.</summary>
    public static RobotEntry EntryOf(ServiceView view)
    {
        var service = Of(view);
        return new RobotEntry
        {
            Name = service.Name,
            Pid = service.Pid,
            Status = service.Status,
            RestartPolicy = service.RestartPolicy,
            CrashCount = service.CrashCount,
            LastRestart = service.LastRestart,
            StartTime = service.StartTime,
            CpuPercent = service.CpuPercent,
            MemoryMb = service.MemoryMb,
            LastHealthCheck = service.LastHealthCheck,
            HealthStatus = service.HealthStatus,
            Health = service.Health,
            DisplayName = view.DisplayName ?? view.Name,
            Description = view.Description,
            Type = view.Type ?? "unknown",
            Port = view.Port,
            Autostart = view.IsAutostarted,
        };
    }

    /// <summary>How it does: by its <c>health_check</c>, else by its readiness; null where it has neither.</summary>
    public static RobotHealth? HealthOf(ServiceView view)
    {
        if (view.Health is { } health) return new RobotHealth(health.IsHealthy == true, health.Message);
        if (!view.HasReadiness) return null;
        return new RobotHealth(view.IsReady, view.IsReady ? "it is ready" : view.Reason ?? $"it is not ready: {PhaseWords.Of(view.State)}");
    }

    private static bool? IsHealthy(ServiceView view) => view.Health is { } health ? health.IsHealthy : view.IsLive ? view.IsReady : null;

    private static string StatusOf(Phase phase) => phase switch
    {
        Phase.Stopped or Phase.Completed => RobotStates.Stopped,
        Phase.WaitingDependencies or Phase.WaitingDevices or Phase.Starting => RobotStates.Starting,
        Phase.Running => RobotStates.Running,
        Phase.Stopping => RobotStates.Stopping,
        Phase.Backoff or Phase.Failed => RobotStates.Crashed,
        _ => throw new UnreachableException($"phase {phase}"),
    };

    private static string PolicyOf(RestartMode mode) => mode switch
    {
        RestartMode.Never => "never",
        RestartMode.OnFailure => "on-failure",
        RestartMode.Always => "always",
        _ => throw new UnreachableException($"restart {mode}"),
    };

    private static double? SecondsOf(DateTimeOffset? time) => time is { } at ? at.ToUnixTimeMilliseconds() / 1000.0 : null;
}
