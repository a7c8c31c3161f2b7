using Baton.Probes;
using Baton.Probes.Thresholds;
using Baton.Processes;

namespace Baton.Supervision.Probing;

/// <summary>The probes of one service inside the supervisor's actor: which are asked now, of which run, and where they stand.</summary>
/// <param name="service">The service's name.</param>
/// <param name="probes">What may be asked.</param>
/// <param name="probing">Who asks.</param>
/// <param name="told">Posts a result to the actor: the run, what for, and what was found.</param>
internal sealed class SlotProbes(string service, ServiceProbes probes, IProbing probing, Action<int, ProbeKind, ProbeResult> told) : IDisposable
{
    // Null for what another one's executions answer, too.
    private readonly Dictionary<ProbeKind, IDisposable?> _asked = [];
    private readonly Dictionary<ProbeKind, ThresholdState> _standings = [];
    private readonly bool _isOneForBoth = probes.IsOneForBoth;
    private readonly Dictionary<ProbeKind, ProbeHistory> _histories = Enum.GetValues<ProbeKind>().Where(kind => probes.Of(kind) is not null).ToDictionary(kind => kind, _ => new ProbeHistory());
    private int _run;

    /// <summary>What may be asked.</summary>
    public ServiceProbes Probes => probes;

    /// <summary>What is asked, with what was found. May be read by any thread.</summary>
    public IEnumerable<AskedProbe> Asked => _histories.Select(entry => new AskedProbe(entry.Key, probes.Of(entry.Key)!.Timing, entry.Value) { Spec = probes.Of(entry.Key)!.Spec });

    /// <summary>What the newest failure said of the present run; null while none has failed.</summary>
    public string? LastFailure { get; private set; }

    /// <summary>Asks what is to be asked of a run now, and nothing else.</summary>
    /// <param name="run">The run; null when it has no process, or is to end.</param>
    /// <param name="isReadyOnce">It was ready before.</param>
    public void Ask(int? run, bool isReadyOnce)
    {
        if (run != _run) EndAll();
        if (run is not { } present) return;
        _run = present;
        Set(ProbeKind.Startup, !HasPassed(ProbeKind.Startup), present);
        var isUp = probes.Startup is null || HasPassed(ProbeKind.Startup);
        Set(ProbeKind.Readiness, isUp, present);
        Set(ProbeKind.Liveness, isUp && isReadyOnce, present);
    }

    /// <summary>Goes on with a run that was ready before, under an earlier daemon: it has come up, and where the others stand is asked anew.</summary>
    public void Resume(int run)
    {
        EndAll();
        _run = run;
        _standings[ProbeKind.Startup] = new ThresholdState(Standing.Passing);
        _histories.GetValueOrDefault(ProbeKind.Startup)?.Stand(Standing.Passing);
    }

    /// <summary>Counts a result; null when it is of an earlier run, or the standing is as before.</summary>
    public Standing? Count(int run, ProbeKind kind, ProbeResult result, DateTimeOffset now)
    {
        if (run != _run || !_asked.ContainsKey(kind)) return null;
        if (!result.IsSuccess) LastFailure = result.Detail;
        var before = _standings.GetValueOrDefault(kind) ?? new ThresholdState();
        var next = ThresholdMachine.Step(before, result.IsSuccess, probes.Of(kind)!.Timing);
        _standings[kind] = next;
        _histories[kind].Add(result, next.Standing, now);
        return next.Standing == before.Standing ? null : next.Standing;
    }

    /// <summary>Nothing followed from where a probe stands: it is counted anew, so that it is told again.</summary>
    public void CountAnew(ProbeKind kind) => _standings.Remove(kind);

    /// <inheritdoc/>
    public void Dispose() => EndAll();

    private bool HasPassed(ProbeKind kind) => _standings.GetValueOrDefault(kind)?.Standing == Standing.Passing;

    private void Set(ProbeKind kind, bool isAsked, int run)
    {
        if (isAsked == _asked.ContainsKey(kind) || probes.Of(kind) is not { } probe) return;
        if (isAsked) _asked.Add(kind, kind == ProbeKind.Liveness && _isOneForBoth ? null : Begin(kind, probe, run));
        else if (_asked.Remove(kind, out var asked)) asked?.Dispose();
    }

    private IDisposable Begin(ProbeKind kind, ServiceProbe probe, int run)
    {
        return probing.Begin(new RunId(service, run), probe, kind == ProbeKind.Readiness && _isOneForBoth ? TellBoth : Tell);

        void Tell(ProbeResult result) => told(run, kind, result);

        void TellBoth(ProbeResult result)
        {
            told(run, ProbeKind.Readiness, result);
            // Passed over until that is asked, too.
            told(run, ProbeKind.Liveness, result);
        }
    }

    private void EndAll()
    {
        foreach (var asked in _asked.Values) asked?.Dispose();
        _asked.Clear();
        _standings.Clear();
        foreach (var history in _histories.Values) history.Stand(Standing.Unknown);
        _run = 0;
        LastFailure = null;
    }
}
