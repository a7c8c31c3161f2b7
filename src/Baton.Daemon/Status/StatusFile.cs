using System.Buffers;
using Baton.Core.Actors;
using Baton.Core.Notices;
using Baton.Daemon.State;

namespace Baton.Daemon.Status;

/// <summary>
/// Keeps <c>status.json</c> in the state directory up to date, for programs that read files: written a quarter of a second after a
/// change, with all that has changed by then, on a thread of its own. What the disk does not take is tried again with the next change;
/// nothing else ever waits for it.
/// </summary>
internal sealed class StatusFile : IDisposable
{
    /// <summary>From the first change to the writing of it and of all that followed.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    // A disk that hangs must not hold up the daemon's end.
    private static readonly TimeSpan LastWriteLimit = TimeSpan.FromSeconds(2);

    private readonly StatusSources _sources;
    private readonly NoticeBoard _notices;
    private readonly TimeProvider _time;
    private readonly string _path;
    private readonly Actor<bool> _writer;
    private readonly ITimer _timer;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ArrayBufferWriter<byte> _text = new();
    private ArrayBufferWriter<byte> _body = new();
    private ArrayBufferWriter<byte> _written = new();
    private bool _isInTrouble;
    private int _isDue;

    /// <param name="sources">What it shows.</param>
    /// <param name="notices">Told when it cannot be written, once until it can again.</param>
    /// <param name="time">The clock.</param>
    /// <param name="crashed">Told of a bug.</param>
    public StatusFile(StatusSources sources, NoticeBoard notices, TimeProvider time, Action<Exception> crashed)
    {
        _sources = sources;
        _notices = notices;
        _time = time;
        _path = Path.Combine(sources.StateDirectory, "status.json");
        _writer = new Actor<bool>(ActorScheduler.ThreadPool, Write, crashed);
        _timer = time.CreateTimer(_ => _writer.Post(false), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        // At once: what lies there tells of an earlier daemon.
        _isDue = 1;
        _writer.Post(false);
    }

    /// <summary>Something may be different. Takes note and returns, from any thread.</summary>
    public void Changed()
    {
        // Read first: while a thousand services start, nearly every call finds it due already.
        if (Volatile.Read(ref _isDue) == 0 && Interlocked.Exchange(ref _isDue, 1) == 0) _timer.Change(Pause, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Writes that the daemon has ended, if the disk takes it within two seconds. To be called last.</summary>
    public async Task CloseAsync()
    {
        await _timer.DisposeAsync();
        _writer.Post(true);
        try
        {
            await _ended.Task.WaitAsync(LastWriteLimit, _time);
        }
        catch (TimeoutException)
        {
            // The file goes on telling of a daemon whose process is gone; readers are told to look.
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _timer.Dispose();

    private void Write(bool isLast)
    {
        if (_ended.Task.IsCompleted) return;
        // Before looking: what changes from here on is due again.
        Interlocked.Exchange(ref _isDue, 0);
        var state = isLast ? "ended" : _sources.IsStopping() ? "stopping" : "running";
        StatusText.WriteBody(_body, state, isLast ? null : _sources.Pid, _sources.Services());
        if (!_body.WrittenSpan.SequenceEqual(_written.WrittenSpan)) TryReplace();
        if (isLast) _ended.TrySetResult();
    }

    private void TryReplace()
    {
        StatusText.WriteWhole(_text, _time.GetUtcNow(), _body.WrittenSpan);
        try
        {
            if (!_sources.IsOurs()) return;
            // A power cut makes it stale anyhow, so nobody waits for the disk.
            WholeFile.Replace(_path, _text.WrittenSpan, isLasting: false);
            (_body, _written) = (_written, _body);
            _isInTrouble = false;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            if (!_isInTrouble) _notices.Publish("daemon", "status_not_written", cause: null, $"{e.Message}; tried again with the next change");
            _isInTrouble = true;
        }
    }
}
