using Baton.Processes;

namespace Baton.Supervision.Services;

/// <summary>What is found out about runs that failed, inside the actor's turns: their last words, and who else has their port.</summary>
public sealed partial class Supervisor
{
    /// <summary>How long an answer to a request waits for what is found out.</summary>
    private static readonly TimeSpan ExaminationLimit = TimeSpan.FromSeconds(4);

    /// <summary>A step has ended a run by itself, with a failure or to be repeated.</summary>
    private static bool HasFailed(Service before, Service next) =>
        next.Failures > before.Failures || (next.Phase == Phase.Backoff && before.IsLive);

    /// <summary>Begins to find out; called after all that the failure itself leads to is under way.</summary>
    private void Examine(ServiceSlot slot, int run)
    {
        slot.Examination?.Dispose();
        slot.Examination = null;
        // A run that never had a process has nothing to say, and why is known.
        if (slot.State.SpawnError is not null) return;
        var examination = new Examination(run);
        // One that is replaced already is not shown any more.
        if (_ports.ReadLastOutput is { } read && slot.State.Run == run)
        {
            examination.Awaited++;
            read(IdOf(slot, run), lines => _actor.Post(new SupervisorMessage.LastOutputRead(slot, run, lines)));
        }

        if (slot.Port is { } port)
        {
            examination.Awaited++;
            _ports.Processes(new ProcessCommand.FindPortHolder(IdOf(slot, run), port));
        }

        if (examination.Awaited == 0) return;
        examination.Limit = _ports.Time.CreateTimer(_ => _actor.Post(new SupervisorMessage.ExaminationOver(slot, run)), null, ExaminationLimit, Timeout.InfiniteTimeSpan);
        slot.Examination = examination;
    }

    private void HandleLastOutput(ServiceSlot slot, SupervisorMessage.LastOutputRead read)
    {
        if (slot.Examination is not { } examination || examination.Run != read.Run) return;
        examination.LastOutput = read.Lines.Count > 0 ? read.Lines : null;
        Answered(slot, examination, --examination.Awaited);
    }

    private void OnPortHolder(ProcessEvent.PortHolderFound found)
    {
        if (!_indexByName.TryGetValue(found.Id.Service, out var index) || _slots[index] is not { Examination: { } examination } slot || examination.Run != found.Id.Run) return;
        if (found.Holder is { } holder)
        {
            examination.HeldPort = PortWords.Held(found.Port, holder);
            _ports.Notices.Publish(slot.Subject, "port_taken", slot.Cause, examination.HeldPort);
        }

        Answered(slot, examination, --examination.Awaited);
    }

    private void HandleExaminationOver(ServiceSlot slot, int run)
    {
        if (slot.Examination is { } examination && examination.Run == run) Answered(slot, examination, examination.Awaited = 0);
    }

    private void Answered(ServiceSlot slot, Examination examination, int awaited)
    {
        if (awaited <= 0) examination.Dispose();
        PublishView(slot);
        SettlePending(slot);
    }
}
