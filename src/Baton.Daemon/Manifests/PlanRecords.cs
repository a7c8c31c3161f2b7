using Baton.Contracts;
using Baton.Supervision.Reload;

namespace Baton.Daemon.Manifests;

/// <summary>Plans as others see them.</summary>
internal static class PlanRecords
{
    /// <summary>The record of a plan.</summary>
    /// <param name="manifest">Where the manifest is.</param>
    /// <param name="plan">What is to be done.</param>
    /// <param name="warnings">What this machine cannot do of it.</param>
    /// <param name="project">What is different of no service.</param>
    public static PlanRecord Of(string? manifest, ReloadPlan plan, IReadOnlyList<string> warnings, IReadOnlyList<string> project) => new(
        [.. plan.Services.Select(service => new PlannedServiceRecord(service.Name, WordOf(service.Act), [.. service.Keys.Select(key => key.ToString())], service.Because))],
        plan.Unchanged,
        manifest,
        warnings.Count == 0 ? null : warnings)
    {
        Scaled = plan.Scaled.Count == 0 ? null : [.. plan.Scaled.Select(service => new ScaledRecord(service.Name, service.From, service.To))],
        Project = project.Count == 0 ? null : project,
    };

    private static string WordOf(PlannedAct act) => act switch
    {
        PlannedAct.Remove => "remove",
        PlannedAct.Add => "add",
        PlannedAct.Start => "start",
        PlannedAct.Restart => "restart",
        PlannedAct.ReloadCommand => "reload_command",
        PlannedAct.Change => "change",
        _ => throw new System.Diagnostics.UnreachableException($"act {act}"),
    };
}
