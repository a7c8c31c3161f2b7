using Baton.Core;
using Baton.Processes;

namespace Baton.Supervision.Services;

/// <summary>Signals that people send. They change nothing that is desired: what becomes of the run is told by the run, and policy decides then.</summary>
public sealed partial class Supervisor
{
    private const int SIGINT = 2, SIGQUIT = 3, SIGABRT = 6, SIGKILL = 9, SIGTERM = 15;

    /// <summary>
    /// Sends a signal to every process of the present runs of services: to the process group of each at once, then to what has left it. It is no
    /// stop: a run that ends by it is restarted as after any other such end. All of the services run, or none of them gets the signal.
    /// </summary>
    /// <param name="names">Services and groups; at least one.</param>
    /// <param name="signal">Its number, 1 to 64.</param>
    /// <param name="cause">Who asks.</param>
    /// <returns>The services as they were when it was sent.</returns>
    /// <exception cref="BatonException">NotFound: no such service or group, or one of them does not run. Busy: not now.</exception>
    public async Task<ServicesChange> SignalAsync(IReadOnlyList<string> names, int signal, ActCause cause)
    {
        if (names.Count == 0) throw new BatonException(ErrorCode.InvalidRequest, "name the services to signal");
        if (signal is < 1 or > 64) throw new BatonException(ErrorCode.InvalidRequest, "a signal is a number from 1 to 64");
        var meant = Meant(names);
        if (meant.Count == 0) throw new BatonException(ErrorCode.NotFound, $"cannot send {SignalNames.NameOf(signal)} to \"{names[0]}\": it has no replica now");
        var answer = new TaskCompletionSource<ServicesChange>(TaskCreationOptions.RunContinuationsAsynchronously);
        if (!_actor.TryPost(new SupervisorMessage.SignalAsked(meant, signal, cause, answer)))
            throw new BatonException(ErrorCode.Busy, "too many requests are waiting; try again");
        return await answer.Task.ConfigureAwait(false);
    }

    private void HandleSignal(SupervisorMessage.SignalAsked x)
    {
        if (x.Services.FirstOrDefault(slot => slot.IsForgotten) is { } gone)
        {
            x.Answer.TrySetException(RemovedError(gone));
            return;
        }

        if (x.Services.FirstOrDefault(slot => !HasProcess(slot)) is { } resting)
        {
            x.Answer.TrySetException(new BatonException(ErrorCode.NotFound,
                $"cannot send {SignalNames.NameOf(x.Signal)} to service \"{resting.Definition.Name}\": it has no process, it is in {PhaseWords.Of(resting.State.Phase)}{(x.Services.Count > 1 ? "; nothing was sent to the others" : "")}"));
            return;
        }

        foreach (var slot in x.Services)
        {
            var notice = _ports.Notices.Publish(slot.Subject, "signalled", x.Cause.Notice, $"{SignalNames.NameOf(x.Signal)} by {x.Cause.Who}");
            // An end that comes long after a signal which a program may well handle does not follow from it.
            if (x.Signal is SIGINT or SIGQUIT or SIGABRT or SIGKILL or SIGTERM) slot.Cause = notice;
            _ports.Processes(new ProcessCommand.Terminate(IdOf(slot, slot.State.Run), x.Signal));
        }

        x.Answer.TrySetResult(new ServicesChange([.. x.Services.Select(slot => slot.View)], []));
    }

    private static bool HasProcess(ServiceSlot slot) => slot.State is { IsLive: true, Pid: not null };
}
