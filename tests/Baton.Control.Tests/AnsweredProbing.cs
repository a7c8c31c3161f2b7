using System.Collections.Concurrent;
using Baton.Probes;
using Baton.Probes.Specs;
using Baton.Processes;
using Baton.Supervision.Probing;

namespace Baton.Control.Tests;

/// <summary>Probes that a test answers by hand: all that are asked get the same answer.</summary>
internal sealed class AnsweredProbing : IProbing
{
    private readonly ConcurrentDictionary<object, Action<ProbeResult>> _asked = new();

    /// <summary>How many are asked now.</summary>
    public int Asked => _asked.Count;

    public IDisposable Begin(RunId run, ServiceProbe probe, Action<ProbeResult> told) => Add(told);

    public IDisposable Begin(IProbe check, ProbeTiming timing, Action<ProbeResult> told) => Add(told);

    public void Answer(bool isSuccess, string detail, double milliseconds = 12.34)
    {
        foreach (var told in _asked.Values.ToList()) told(new ProbeResult(isSuccess, TimeSpan.FromMilliseconds(milliseconds), detail));
    }

    private Ending Add(Action<ProbeResult> told)
    {
        var key = new object();
        _asked[key] = told;
        return new Ending(() => _asked.TryRemove(key, out _));
    }

    private sealed class Ending(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
