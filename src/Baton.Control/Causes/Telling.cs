using System.Globalization;
using Baton.Contracts;
using Baton.Control.Mapping;
using Baton.Core.Notices;
using Baton.Supervision.Services;

namespace Baton.Control.Causes;

/// <summary>Tells why a service is in its state. Decides by facts alone: what is given in is all it knows.</summary>
internal sealed class Telling
{
    private readonly CauseTrail _trail;
    private readonly Dictionary<long, Notice> _own;
    private readonly List<WhyStep> _steps = [];
    private int? _run;
    private string? _because;

    private Telling(ServiceView service, CauseTrail trail)
    {
        (_trail, _run) = (trail, service.Run > 0 ? service.Run : null);
        _own = trail.Own.ToDictionary(notice => notice.Seq);
    }

    /// <summary>The whole answer.</summary>
    /// <param name="service">The service as it is.</param>
    /// <param name="trail">What led to it.</param>
    /// <param name="find">The other services as they are.</param>
    public static WhyRecord Of(ServiceView service, CauseTrail trail, Func<string, ServiceView?> find)
    {
        var telling = new Telling(service, trail);
        telling._steps.AddRange(Blockers.Of(service, find));
        foreach (var notice in trail.Own) telling.Tell(notice);
        return new WhyRecord
        {
            Service = service.Name,
            State = PhaseWords.Of(service.State),
            Summary = Summary.Of(service),
            Because = service.State is Phase.Running or Phase.Starting or Phase.Stopping or Phase.Stopped ? telling._because : null,
            Since = service.Since,
            NextStartAt = service.NextStartAt,
            Steps = telling._steps,
            Events = [.. trail.Own.Concat(trail.Others.Values).OrderByDescending(notice => notice.Seq).Select(EventRecords.Of)],
        };
    }

    private void Tell(Notice notice)
    {
        var text = TextOf(notice);
        if (notice.What == "starting" && _run > 1) _run--;
        if (text is null) return;
        text += Because(notice);
        if (IsRoot(notice)) _because ??= text;
        _steps.Add(new WhyStep(notice.Time, text, notice.Seq));
    }

    /// <summary>What happened, in words; null for what others tell better.</summary>
    private string? TextOf(Notice notice) => notice.What switch
    {
        "starting" => $"{Run(RunWords.Read(notice.Detail))} was started{AfterWait(notice)}",
        "ready" => With($"{Run()} became ready", notice.Detail),
        "not_ready" => With($"{Run()} was not ready any longer", notice.Detail),
        "exited" => With($"{Run()} ended", notice.Detail),
        "spawn_failed" => With($"{Run()} could not be started", notice.Detail),
        "startup_timeout" => $"{Run()} was {notice.Detail}",
        "liveness_failed" => notice.Detail,
        "stopping" => IsToldByCause(notice) ? $"{Run()} was asked to end" : With($"{Run()} was asked to end", notice.Detail),
        "killed" => With($"{Run()} was killed", notice.Detail),
        "failed" => With("Baton gave it up", notice.Detail),
        "devices_missing" => With("a device that it needs was away", notice.Detail),
        "devices_present" => "its devices were there again",
        "devices_replaced" => notice.Detail,
        "waiting_dependencies" or "waiting_devices" => With("it could not start yet", notice.Detail),
        "start_requested" => $"a start was asked for {notice.Detail}",
        "stop_requested" => $"a stop was asked for {notice.Detail}",
        "kill_requested" => $"its end by force was asked for {notice.Detail}",
        "restart_requested" => notice.Detail is { } detail && !Story.IsRequest(notice) ? detail : $"a restart was asked for {notice.Detail}",
        "signalled" => $"it was sent {notice.Detail}",
        "port_taken" => notice.Detail,
        "leftover_ended" => With("a process was left over", notice.Detail),
        "pre_start_failed" or "post_stop_failed" or "stop_command_failed" => With($"{notice.What[..^"_failed".Length]} failed", notice.Detail),
        _ => null,
    };

    /// <summary>Nothing in Baton decided it.</summary>
    private bool IsRoot(Notice notice) => notice.What switch
    {
        "liveness_failed" or "startup_timeout" or "spawn_failed" or "restart_requested" or "devices_missing" or "devices_present" or "devices_replaced" => true,
        "exited" => !(notice.Cause is { } seq && _own.TryGetValue(seq, out var cause) && cause.What is "stopping" or "killed"),
        _ => Story.IsRequest(notice),
    };

    /// <summary>What a fact of another service or of the daemon has to do with it.</summary>
    private string Because(Notice notice)
    {
        if (notice.Cause is not { } seq || !_trail.Others.TryGetValue(seq, out var cause)) return "";
        return OtherWords.Of(cause) is { } words ? $", as {words}" : "";
    }

    private string AfterWait(Notice starting)
    {
        if (starting.Cause is not { } seq || !_own.TryGetValue(seq, out var cause)) return "";
        var waited = (starting.Time - cause.Time).TotalSeconds;
        return cause.What switch
        {
            "backoff" => string.Create(CultureInfo.InvariantCulture, $", {waited:0.###} s after that"),
            "failed" => string.Create(CultureInfo.InvariantCulture, $", for one more try {waited:0.###} s after that"),
            _ => "",
        };
    }

    /// <summary>The reason of a stop is that of the fact it follows from.</summary>
    private bool IsToldByCause(Notice stopping) => stopping.Cause is { } seq && _own.TryGetValue(seq, out var cause)
        && cause.What is "stop_requested" or "restart_requested" or "kill_requested" or "liveness_failed" or "startup_timeout" or "devices_missing" or "devices_present" or "devices_replaced";

    private string Run(int? known = null)
    {
        if (known is not null) _run = known;
        return _run is { } run ? string.Create(CultureInfo.InvariantCulture, $"run {run}") : "it";
    }

    private static string With(string text, string? detail) => string.IsNullOrEmpty(detail) ? text : $"{text}: {detail}";
}
