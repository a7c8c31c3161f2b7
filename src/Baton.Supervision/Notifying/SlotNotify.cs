using System.Globalization;
using Baton.Processes.Notifications;

namespace Baton.Supervision.Notifying;

/// <summary>What the present run of a service has said of itself, and how long it has been silent. Only the supervisor's actor touches it.</summary>
/// <param name="watchdog">How often it must say that it lives; null when it need not.</param>
/// <param name="time">The clock.</param>
/// <param name="due">Posts to the actor that the silence of a run may have been too long.</param>
internal sealed class SlotNotify(TimeSpan? watchdog, TimeProvider time, Action<int> due) : IDisposable
{
    private ITimer? _timer;
    private long _heardAt;
    private bool _isBroken;

    /// <summary>The run that has said it; 0 when none has.</summary>
    public int Run { get; private set; }

    /// <summary>It has said that it is ready, and not that it stops.</summary>
    public bool IsReady { get; private set; }

    /// <summary>It has said that it stops.</summary>
    public bool IsStopping { get; private set; }

    /// <summary>What it does, as it says itself; null when it says nothing.</summary>
    public string? Status { get; private set; }

    /// <summary>It has named another main process, once.</summary>
    public bool HasNamedMainPid { get; private set; }

    /// <summary>Takes what a run says.</summary>
    public void Take(int run, ServiceNotification what)
    {
        if (run != Run) Begin(run);
        // From being ready on it owes signs of life; saying so again is none, nor is anything else but WATCHDOG=1.
        if (what.IsAlive || (what.IsReady && !IsReady)) _heardAt = time.GetTimestamp();
        if (what.IsReady && !IsReady) _isBroken = false;
        if (what.IsReady) (IsReady, IsStopping) = (true, false);
        if (what.IsStopping)
        {
            (IsReady, IsStopping) = (false, true);
            // So that a wait begins when it says after all that it is ready.
            EndTimer();
        }

        _isBroken |= what.IsBroken;
        if (what.Status is { } status) Status = status.Length > 0 ? status : null;
        HasNamedMainPid |= what.NamesMainPid;
    }

    /// <summary>Waits for signs of life of a run, or (null) of none. The first is due one span from now.</summary>
    public void Await(int? run)
    {
        if (run is null && _timer is null) return;
        if (run is not { } present)
        {
            EndTimer();
            return;
        }

        if (present != Run) Begin(present);
        if (_isBroken) due(present);
        if (watchdog is not { } span || _timer is not null || IsStopping) return;
        _heardAt = time.GetTimestamp();
        _timer = time.CreateTimer(_ => due(present), null, span, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Why the run is to be replaced, as a person would say it; null when it is not, or not yet: then looks again when it would be.</summary>
    public string? Failure(int run)
    {
        if (run != Run) return null;
        if (_isBroken) return "it said WATCHDOG=trigger";
        if (_timer is null || watchdog is not { } span) return null;
        var left = span - time.GetElapsedTime(_heardAt);
        // Looked at again either way: what becomes of a run that is to end anyway may be called off.
        _timer.Change(left > TimeSpan.Zero ? left : span, Timeout.InfiniteTimeSpan);
        return left > TimeSpan.Zero ? null : string.Create(CultureInfo.InvariantCulture, $"it has not said WATCHDOG=1 for {span.TotalSeconds:0.###} s");
    }

    /// <inheritdoc/>
    public void Dispose() => EndTimer();

    private void Begin(int run)
    {
        EndTimer();
        (Run, IsReady, IsStopping, Status, HasNamedMainPid, _isBroken) = (run, false, false, null, false, false);
    }

    private void EndTimer()
    {
        _timer?.Dispose();
        _timer = null;
    }
}
