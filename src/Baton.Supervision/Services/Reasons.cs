using System.Globalization;
using Baton.Supervision.Hooks;

namespace Baton.Supervision.Services;

/// <summary>Why a service is in its state, as a person would say it; null where the state says it all.</summary>
internal static class Reasons
{
    /// <param name="slot">The service.</param>
    /// <param name="unready">Names of the dependencies that are not ready, with their states.</param>
    /// <param name="liveDependents">Names of those that depend on it and are live.</param>
    /// <param name="missingDevices">Paths of the devices that are not there.</param>
    public static string? Of(ServiceSlot slot, IReadOnlyList<string> unready, IReadOnlyList<string> liveDependents, IReadOnlyList<string> missingDevices)
    {
        var s = slot.State;
        if (slot.StuckPids is { } stuck) return Stuck(stuck, slot.StuckWhy);
        return s.Phase switch
        {
            Phase.WaitingDependencies => $"waiting for {string.Join(", ", unready)}",
            Phase.WaitingDevices => $"waiting for {(missingDevices.Count > 0 ? string.Join(", ", missingDevices) : "its devices to be looked at")}",
            Phase.Running when s is { IsDeviceAway: true, IsDesired: true } => $"waiting for {string.Join(", ", missingDevices)}",
            Phase.Running or Phase.Starting when !s.IsDesired => $"to be stopped after {string.Join(", ", liveDependents)}",
            Phase.Running when slot.Check is { IsUnhealthy: true } check => $"unhealthy: {check.Health.Message}",
            Phase.Stopping when s.Complaint is { } complaint && s.IsDesired => complaint,
            Phase.Starting when s.Hook == HookKind.PreStart => "pre_start runs",
            Phase.Stopping when s is { Hook: HookKind.PostStop, IsDesired: true } => $"{HowItEnded(s)}; post_stop runs",
            Phase.Stopping when s.Next == AfterStop.ByPolicy => $"{s.LastExit}; ending what it left behind",
            Phase.Stopping when slot.StopAskedBy is { } who => $"asked by {who}",
            Phase.Completed => HowItEnded(s),
            Phase.Backoff => $"{HowItEnded(s)}{OfMemory(slot)}{WhoHasItsPort(slot)}",
            Phase.Failed => string.Create(CultureInfo.InvariantCulture, $"{HowItEnded(s)}{OfMemory(slot)}{WhoHasItsPort(slot)}{InARow(s.Failures)}"),
            Phase.Stopped when slot.StopAskedBy is { } who => $"stopped by {who}",
            Phase.Stopped when slot.Schedule is not null && Supervisor.NextByClock(slot) is { } next =>
                string.Create(CultureInfo.InvariantCulture, $"next start at {next:yyyy-MM-dd HH:mm}Z"),
            _ => null,
        };
    }

    /// <summary>What a kill has not ended.</summary>
    public static string Stuck(IReadOnlyList<int> pids, string? why) => why is not null ? why : pids.Count == 0
        ? "its start hangs: the disk or mount of its program or folder does not answer"
        : string.Create(CultureInfo.InvariantCulture, $"cannot be killed: pid {string.Join(", ", pids)}");

    private static string? HowItEnded(Service s) => s.Complaint ?? s.SpawnError ?? s.LastExit?.ToString();

    private static string OfMemory(ServiceSlot slot) => slot.OutOfMemoryRun == slot.State.Run ? "; out of memory (limits.memory)" : "";

    private static string WhoHasItsPort(ServiceSlot slot) => slot.Finding?.HeldPort is { } held ? $"; {held}" : "";

    private static string InARow(int failures) =>
        failures > 1 ? string.Create(CultureInfo.InvariantCulture, $"; {failures} failures in a row") : "";
}
