using System.Globalization;
using Baton.Supervision.Hooks;
using Baton.Supervision.Reload;

namespace Baton.Supervision.Services;

/// <summary>Runs that are told to read their files again, inside the actor's turns. Of a service one <c>reload_command</c> runs at a time.</summary>
public sealed partial class Supervisor
{
    /// <summary>Tells a run to read its files again; the task has what went wrong, null for nothing.</summary>
    private Task<string?> RunReloadCommand(ServiceSlot slot, long seq)
    {
        if (slot.Reloading is { } underWay) return underWay.OnceMore(seq);
        // A run that has no process yet reads the files as they are.
        if (slot.State is not { Pid: { } pid, Phase: Phase.Starting or Phase.Running } state) return Task.FromResult<string?>(null);
        slot.Cause = _ports.Notices.Publish(slot.Subject, "reload_command_requested", seq, string.Join(", ", slot.Definition.Reload.Files.Select(file => file.Path)));
        var launch = slot.Definition.Reload.Command!;
        var environment = new Dictionary<string, string>(launch.Environment) { ["BATON_PID"] = pid.ToString(CultureInfo.InvariantCulture) };
        slot.Reloading = new ReloadUnderWay();
        var told = slot.Reloading.Told;
        _ports.Hooks.Begin(new HookOrder(IdOf(slot, state.Run), launch with { Environment = environment }, ServiceReload.Limit, HookRemains.Kept),
            outcome => _actor.Post(new SupervisorMessage.ReloadCommandEnded(slot, state.Run, outcome, told)));
        return told.Task;
    }

    private void HandleReloadCommand(ServiceSlot slot, SupervisorMessage.ReloadCommandEnded x)
    {
        var problem = x.Outcome.Problem is { } reason ? $"reload_command: {reason}{Said(x.Outcome)}" : null;
        if (!slot.IsForgotten)
        {
            var what = problem is null ? "reload_command_ended" : "reload_command_failed";
            slot.Cause = _ports.Notices.Publish(slot.Subject, what, slot.Cause, problem is null ? Took(x.Outcome) : x.Outcome.Problem + Said(x.Outcome));
            PublishView(slot);
        }

        x.Told.TrySetResult(problem is null ? null : $"{slot.Definition.Name}: {problem}");
        var ended = slot.Reloading;
        slot.Reloading = null;
        if (ended?.Again is { } again) ReadOnceMore(slot, ended.AgainSeq, again);
    }

    /// <summary>What has changed while the command ran is read too.</summary>
    private void ReadOnceMore(ServiceSlot slot, long seq, TaskCompletionSource<string?> told)
    {
        if (slot.IsForgotten || slot.IsLeaving || _isShuttingDown || !slot.State.IsDesired) told.TrySetResult(null);
        else if (slot.Definition.Reload.Command is not null) _ = TellAsync(RunReloadCommand(slot, seq), told);
        else
        {
            // A reload has taken the command away meanwhile.
            slot.Cause = _ports.Notices.Publish(slot.Subject, "restart_requested", seq, "files have changed, and it has no reload_command any more");
            Step(slot, new ServiceEvent.RestartDue());
            told.TrySetResult(null);
        }
    }

    private static async Task TellAsync(Task<string?> ended, TaskCompletionSource<string?> told) => told.TrySetResult(await ended.ConfigureAwait(false));
}
