using Baton.Probes;
using Baton.Probes.Specs;
using Baton.Processes;
using Baton.Supervision.Logs;

namespace Baton.Supervision.Probing;

/// <summary>
/// Looks for lines in what runs write: follows the log of a run until a line matches. A follower sleeps until the run has written
/// something; nothing is followed for a service without such a probe, or any longer than up to the match.
/// </summary>
/// <param name="reader">Reads the logs; not one that strangers use too, whose reading would be waited for.</param>
/// <param name="activity">Tells of growing output.</param>
/// <param name="time">The clock.</param>
/// <param name="trouble">Told, for people, why the lines of a service cannot be looked at just now; the name of the service first.</param>
/// <param name="crashed">Told when a follower threw, which is a bug.</param>
public sealed class LogLineProbing(LogReader reader, LogActivity activity, TimeProvider time, Action<string, string> trouble, Action<Exception> crashed)
{
    internal LogReader Reader => reader;

    internal LogActivity Activity => activity;

    internal TimeProvider Time => time;

    internal Action<string, string> Trouble => trouble;

    internal Action<Exception> Crashed => crashed;

    /// <summary>Begins to look, from the first line of the run on. Told once, when one has matched.</summary>
    /// <param name="run">The run whose lines count.</param>
    /// <param name="spec">What is looked for.</param>
    /// <param name="told">Told of the match, on any thread.</param>
    /// <returns>Ends it.</returns>
    public IDisposable Begin(RunId run, ProbeSpec.LogLine spec, Action<ProbeResult> told)
    {
        var search = new LogLineSearch(this, run, spec, told);
        ThreadPool.UnsafeQueueUserWorkItem(search, preferLocal: false);
        return search;
    }
}
