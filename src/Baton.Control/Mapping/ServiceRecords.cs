using Baton.Contracts;
using Baton.Processes;
using Baton.Supervision.Services;

namespace Baton.Control.Mapping;

/// <summary>Services as the API shows them.</summary>
public static class ServiceRecords
{
    /// <summary>One service.</summary>
    public static ServiceRecord Of(ServiceView view) => new()
    {
        Name = view.Name,
        State = PhaseWords.Of(view.State),
        Ready = view.IsReady,
        Desired = view.IsDesired,
        Run = view.Run,
        Pid = view.Pid,
        Restarts = view.Restarts,
        RestartPolicy = RobotRecords.PolicyOf(view.Restart),
        Failures = view.Failures,
        Since = view.Since,
        StartedAt = view.StartedAt,
        NextStartAt = view.NextStartAt,
        ExitCode = view.LastExit?.Code,
        ExitSignal = view.LastExit?.Signal is { } signal ? SignalNames.NameOf(signal) : null,
        Reason = view.Reason,
        DependsOn = view.DependsOn,
        Monitors = view.Monitors.Count > 0 ? view.Monitors : null,
        Groups = view.Groups,
        Enabled = view.IsEnabled,
        Autostart = view.IsAutostarted,
        ReplicaOf = view.ReplicaOf,
        DisplayName = view.DisplayName,
        Description = view.Description.Length > 0 ? view.Description : null,
        Port = view.Port,
        CpuPercent = view.Figures?.CpuPercent,
        MemoryBytes = view.Figures?.MemoryBytes,
        Processes = view.Figures?.Processes,
        FiguresOldSince = view.Figures?.OldSince,
        Ports = view.Figures?.Ports,
        Health = view.Health is { } health ? new HealthRecord(health.Message, health.Failures, health.IsHealthy, health.CheckedAt) : null,
        StatusText = view.StatusText,
        LastOutput = view.LastOutput,
    };

    /// <summary>The outcome of an act.</summary>
    public static ServicesResult Of(ServicesChange change) => new([.. change.Services.Select(Of)], [.. change.Also.Select(Of)]);
}
