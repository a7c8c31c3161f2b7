using Baton.Core;
using Baton.Probes;
using Baton.Probes.Specs;
using Baton.Processes;
using Baton.Supervision.Logs;
using Baton.Supervision.Logs.Files;

namespace Baton.Supervision.Probing;

/// <summary>The search for one line in one run's log: reads what is there, then sleeps until there is more, up to the match.</summary>
internal sealed class LogLineSearch(LogLineProbing probing, RunId run, ProbeSpec.LogLine spec, Action<ProbeResult> told) : IThreadPoolWorkItem, IDisposable
{
    private const int LinesAtOnce = 256;

    /// <summary>How long a log that could not be read is left alone.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _stop = new();
    private readonly LogLineMatch _match = new(spec);
    private readonly long _began = probing.Time.GetTimestamp();
    private string? _problem;
    private volatile bool _isOver;

    // What becomes of it is told, whatever it is, so nobody needs to await it.
    public void Execute() => _ = ExecuteAsync();

    /// <inheritdoc/>
    public void Dispose()
    {
        // What is written from here on is not told.
        _isOver = true;
        // Not here: whoever ends it is in a turn that all services wait for, and what ends then closes files.
        ThreadPool.UnsafeQueueUserWorkItem(static stop => stop.Cancel(), _stop, preferLocal: false);
    }

    private async Task ExecuteAsync()
    {
        try
        {
            while (!await TryFindAsync()) await Task.Delay(Pause, probing.Time, _stop.Token);
            if (!_isOver) told(new ProbeResult(true, probing.Time.GetElapsedTime(_began), $"a line matched: {_match.Matched}"));
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The run ended before it wrote such a line.
        }
        catch (Exception e)
        {
            probing.Crashed(e);
        }
    }

    /// <summary>True when a line matched; false when the log could not be read, and it is to be tried anew, from the beginning.</summary>
    private async Task<bool> TryFindAsync()
    {
        try
        {
            using var follower = await LogFollower.StartAsync(probing.Reader, probing.Activity, QueryOf(), probing.Time, _stop.Token);
            var batch = new LogBatch(LinesAtOnce);
            while (true)
            {
                await follower.ReadAsync(batch, _stop.Token);
                var isIn = _match.IsIn(batch);
                if (_match.Problem is { } problem) Tell(problem);
                if (isIn) return true;
            }
        }
        catch (Exception e) when (e is BatonException or IOException or UnauthorizedAccessException)
        {
            Tell(e.Message);
            return false;
        }
    }

    /// <summary>Once each: the same trouble a second later is no news.</summary>
    private void Tell(string problem)
    {
        if (problem == _problem) return;
        _problem = problem;
        probing.Trouble(run.Service, $"the probe that looks for a line cannot do so: {problem}");
    }

    /// <summary>By a place rather than by the run's number alone: its file may come a moment later, and its first files may be rotated away.</summary>
    private LogQuery QueryOf() => new()
    {
        Services = [run.Service],
        Run = run.Run,
        Stream = spec.Stream switch { LogLineStream.Stdout => LogStreamKind.Stdout, LogLineStream.Stderr => LogStreamKind.Stderr, _ => null },
        Cursor = LogCursor.Write([KeyValuePair.Create(run.Service, new LogPosition(run.Run, 0, 0, 0, 0))]),
    };
}
