using Baton.Probes;
using Baton.Processes;
using Baton.Supervision.Hooks;
using Baton.Supervision.Secrets;

namespace Baton.Supervision.Services;

/// <summary>
/// What programs say is shown to people and written to the journal, and may hold secrets of the service. They are taken out here, before anything else sees
/// the text: so nobody who shows, keeps or sends it has to think of that.
/// </summary>
public sealed partial class Supervisor
{
    /// <summary>A text about a service without its secrets. On any thread; of a service that is not known only what is recognisable as one is taken out.</summary>
    public string WithoutSecrets(string service, string text) => (SlotOf(service) is { } slot ? MaskOf(slot) : new SecretMask(_ports.Inherited())).ApplyToExcerpt(text);

    /// <summary>The same message without secrets in what a program said.</summary>
    private SupervisorMessage WithoutSecrets(SupervisorMessage message) => message switch
    {
        SupervisorMessage.FromHost { Event: ProcessEvent.SpawnFailed failed } => new SupervisorMessage.FromHost(failed with { Reason = WithoutSecrets(failed.Id.Service, failed.Reason) }),
        SupervisorMessage.Probed x => Clean(x.Service, x.Result) is var clean && ReferenceEquals(clean, x.Result) ? x : x with { Result = clean },
        SupervisorMessage.Checked x => x with { Result = Clean(x.Service, x.Result) },
        SupervisorMessage.HookEnded x => x with { Outcome = Clean(x.Service, x.Outcome) },
        SupervisorMessage.ReloadCommandEnded x => x with { Outcome = Clean(x.Service, x.Outcome) },
        SupervisorMessage.LastOutputRead x => x with { Lines = [.. x.Lines.Select(MaskOf(x.Service).ApplyToExcerpt)] },
        _ => message,
    };

    private ProbeResult Clean(ServiceSlot slot, ProbeResult result)
    {
        var detail = MaskOf(slot).ApplyToExcerpt(result.Detail);
        return detail == result.Detail ? result : result with { Detail = detail };
    }

    private HookOutcome Clean(ServiceSlot slot, HookOutcome outcome)
    {
        var mask = MaskOf(slot);
        return outcome with { Problem = outcome.Problem is { } problem ? mask.Apply(problem) : null, LastWords = mask.ApplyToExcerpt(outcome.LastWords) };
    }

    /// <summary>Also what Baton inherited can stand in texts of the manifest, and so in what is found by them.</summary>
    private SecretMask MaskOf(ServiceSlot slot) => slot.MaskWith(_ports.Inherited());
}
