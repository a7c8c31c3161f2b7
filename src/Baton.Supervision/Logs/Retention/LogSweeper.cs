using Baton.Core.Actors;
using Baton.Processes;
using Baton.Processes.Output;

namespace Baton.Supervision.Logs.Retention;

/// <summary>
/// Deletes log files that <see cref="LogRetention"/> lets go: a service's when it has begun a run, all ten seconds after the beginning (a
/// daemon may never live for long) and every ten minutes.
/// </summary>
public sealed class LogSweeper : IDisposable
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(10), Interval = TimeSpan.FromMinutes(10);

    private readonly string _logs;
    private readonly Func<LogRetention> _retention;
    private readonly Func<string, int> _runs;
    private readonly TimeProvider _time;
    private readonly Func<IEnumerable<RunId>> _live;
    private readonly Action<string> _problem;
    private readonly Actor<string?> _actor;
    private readonly ITimer _timer;

    /// <param name="logs">The folder with one folder per service.</param>
    /// <param name="retention">What is kept, as of now.</param>
    /// <param name="runs">How many runs of a service are kept.</param>
    /// <param name="live">The runs that have a process now.</param>
    /// <param name="problem">Told why a file could not be deleted.</param>
    /// <param name="time">The clock.</param>
    /// <param name="crashed">Told of a bug.</param>
    public LogSweeper(string logs, Func<LogRetention> retention, Func<string, int> runs, Func<IEnumerable<RunId>> live, Action<string> problem, TimeProvider time, Action<Exception> crashed)
    {
        _logs = logs;
        _retention = retention;
        _runs = runs;
        _time = time;
        _live = live;
        _problem = problem;
        _actor = new Actor<string?>(ActorScheduler.ThreadPool, Sweep, crashed);
        _timer = time.CreateTimer(_ => _actor.TryPost(null), null, First, Interval);
    }

    /// <summary>A run has begun.</summary>
    public void RunBegan(RunId id)
    {
        // Until then there cannot be too many. A refused request is made up for by the next run's, or in ten minutes.
        if (id.Run > _runs(id.Service)) _actor.TryPost(id.Service);
    }

    /// <inheritdoc/>
    public void Dispose() => _timer.Dispose();

    private void Sweep(string? service)
    {
        try
        {
            var folders = service is null ? Directory.GetDirectories(_logs) : [Path.Combine(_logs, service)];
            var files = folders.SelectMany(FilesIn).ToList();
            // Of one service alone the total says nothing; the sweep over all looks after it.
            var retention = service is null ? _retention() : _retention() with { Bytes = long.MaxValue };
            var now = _time.GetUtcNow().UtcDateTime;
            foreach (var name in retention.Expired(files, _runs, _live().ToHashSet(), now)) File.Delete(Path.Combine(_logs, name.Service, name.ToString()));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _problem($"old logs could not be deleted: {e.Message}");
        }
    }

    private static IEnumerable<KeptLog> FilesIn(string folder)
    {
        foreach (var file in new DirectoryInfo(folder).EnumerateFiles())
        {
            // A name that belongs elsewhere is not ours to delete.
            if (LogFileName.Parse(file.Name) is { } name && name.Service == Path.GetFileName(folder)) yield return new KeptLog(name, file.Length, file.LastWriteTimeUtc);
        }
    }
}
