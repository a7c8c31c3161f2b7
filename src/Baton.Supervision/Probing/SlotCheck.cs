using Baton.Probes;
using Baton.Probes.Thresholds;
using Baton.Supervision.Services;

namespace Baton.Supervision.Probing;

/// <summary>The built-in check of one service inside the supervisor's actor: executed while a run of it runs, and what came of it.</summary>
/// <param name="what">The check.</param>
/// <param name="check">What is executed.</param>
/// <param name="probing">Who executes it.</param>
/// <param name="told">Posts a result to the actor, with the run it is of.</param>
internal sealed class SlotCheck(BuiltInCheck what, IProbe check, IProbing probing, Action<int, ProbeResult> told) : IDisposable
{
    private ThresholdState _standing = new();
    private IDisposable? _asked;
    private readonly ProbeHistory _history = new();
    private int? _run;

    /// <summary>What is known.</summary>
    public ServiceHealth Health { get; private set; } = new(null, "not checked yet", null, 0);

    /// <summary>The same with its newest results. May be read by any thread.</summary>
    public AskedProbe Asked => new(null, CheckProbe.Timing, _history) { Check = what };

    /// <summary>Known to be unhealthy.</summary>
    public bool IsUnhealthy => Health.IsHealthy == false;

    /// <summary>Checks this run from now on; null: none, since none runs.</summary>
    public void Ask(int? run)
    {
        if (run == _run) return;
        Dispose();
        if (_run is not null) Health = Health with { IsHealthy = null, Message = "not checked while it does not run", Failures = 0 };
        _standing = new ThresholdState();
        _history.Stand(Standing.Unknown);
        _run = run;
        if (run is { } present) _asked = probing.Begin(check, CheckProbe.Timing, result => told(present, result));
    }

    /// <summary>Counts a result; true when it is healthy now and was not known to be, or the other way round. Null when it is of an earlier run.</summary>
    public bool? Count(int run, ProbeResult result, DateTimeOffset now)
    {
        if (run != _run) return null;
        var before = _standing.Standing;
        _standing = ThresholdMachine.Step(_standing, result.IsSuccess, CheckProbe.Timing);
        _history.Add(result, _standing.Standing, now);
        bool? isHealthy = _standing.Standing switch { Standing.Passing => true, Standing.Failing => false, _ => null };
        Health = new ServiceHealth(isHealthy, result.Detail, now, _standing.Failures);
        return _standing.Standing != before;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _asked?.Dispose();
        _asked = null;
    }
}
