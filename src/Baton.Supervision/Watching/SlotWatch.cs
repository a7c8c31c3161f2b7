using Baton.Processes.Changes;

namespace Baton.Supervision.Watching;

/// <summary>The watched files of one service. Of any number of changes one message is under way.</summary>
internal sealed class SlotWatch : IDisposable
{
    // Who never stops writing is heard all the same.
    private const int LongestDebounces = 20;

    private readonly ServiceWatch _watch;
    private readonly TimeProvider _time;
    private readonly ITimer _quiet;
    private readonly IDisposable _watching;
    private int _isUnderWay;
    private long? _since;

    /// <param name="watch">Which files, and how long it waits.</param>
    /// <param name="changes">Who sees changes.</param>
    /// <param name="time">The clock.</param>
    /// <param name="changed">Posts to the actor that something has changed.</param>
    /// <param name="due">Posts to the actor that it has been quiet for long enough.</param>
    /// <param name="trouble">Told why not all can be seen.</param>
    public SlotWatch(ServiceWatch watch, IFileChanges changes, TimeProvider time, Action<string> changed, Action due, Action<string> trouble)
    {
        (_watch, _time) = (watch, time);
        _quiet = time.CreateTimer(_ => due(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _watching = changes.Watch(watch.Files, path =>
        {
            if (Interlocked.Exchange(ref _isUnderWay, 1) == 0) changed(path);
        }, trouble);
    }

    /// <summary>The first path that changed since the last restart; null: none.</summary>
    public string? Path { get; private set; }

    /// <summary>Takes a change: waits, anew, until it is quiet.</summary>
    public void Take(string path)
    {
        Volatile.Write(ref _isUnderWay, 0);
        Path ??= path;
        _since ??= _time.GetTimestamp();
        if (_time.GetElapsedTime(_since.Value) < _watch.Debounce * LongestDebounces) _quiet.Change(_watch.Debounce, Timeout.InfiniteTimeSpan);
    }

    /// <summary>It has been quiet: the first path that had changed.</summary>
    public string? TakeDue()
    {
        var path = Path;
        (Path, _since) = (null, null);
        return path;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _watching.Dispose();
        _quiet.Dispose();
    }
}
