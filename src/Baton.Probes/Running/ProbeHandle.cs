using Baton.Probes.Specs;

namespace Baton.Probes.Running;

/// <summary>A probe that a <see cref="ProbeRunner"/> executes until this is disposed of.</summary>
public sealed class ProbeHandle : IDisposable
{
    private readonly Action<ProbeHandle> _removed;
    private int _isRemoved;

    internal ProbeHandle(IProbe probe, ProbeTiming timing, bool isSpread, Action<ProbeOutcome> told, Action<ProbeHandle> removed)
    {
        Probe = probe;
        Timing = timing;
        IsSpread = isSpread;
        Told = told;
        _removed = removed;
    }

    internal IProbe Probe { get; }

    internal ProbeTiming Timing { get; }

    internal bool IsSpread { get; }

    internal Action<ProbeOutcome> Told { get; }

    internal bool IsRemoved => Volatile.Read(ref _isRemoved) != 0;

    /// <summary>Ends the execution that is under way.</summary>
    internal CancellationTokenSource Stop { get; } = new();

    // The rest belongs to the runner's actor.
    internal TimeSpan Due { get; set; }

    internal bool IsRunning { get; set; }

    /// <summary>It threw once, and that was told.</summary>
    internal bool IsBroken { get; set; }

    /// <summary>
    /// Removes the probe; one that is under way is cancelled. From now on nothing more is told, but for a call that another thread has
    /// begun already. May be called from anywhere, also while being told, and more than once.
    /// </summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isRemoved, 1) == 0) _removed(this);
    }
}
