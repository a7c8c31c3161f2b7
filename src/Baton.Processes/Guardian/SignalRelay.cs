namespace Baton.Processes.Guardian;

/// <summary>
/// Signals that ask the guardian for an end, on their way to a daemon: to the present one, or to the next one when it has begun. None is lost and none
/// counts twice with the same daemon; two that no daemon could hear are an end by the guardian itself.
/// </summary>
internal sealed class SignalRelay : IDisposable
{
    private const int HangUp = 1, Interrupt = 2, Kill = 9, InterruptsToKill = 2;

    private readonly Lock _gate = new();
    private readonly List<int> _pending = [];
    private readonly List<int> _passedOn = [];
    private readonly ManualResetEventSlim _hurry = new();
    private Target? _daemon;
    private bool _hasOpened;
    private bool _isEndNow;

    /// <summary>A daemon as far as signals are concerned.</summary>
    /// <param name="Signal">Sends it one.</param>
    /// <param name="HearsTerminal">Whether Ctrl+C at the guardian's terminal reaches it without the guardian.</param>
    internal sealed record Target(Action<int> Signal, Func<bool> HearsTerminal);

    /// <summary>Everything is to be killed now, by the guardian itself.</summary>
    public bool IsEndNow
    {
        get
        {
            lock (_gate) return _isEndNow;
        }
    }

    /// <summary>A signal waits for a daemon that could hear it.</summary>
    public bool IsWaiting
    {
        get
        {
            lock (_gate) return _pending.Count > 0;
        }
    }

    /// <summary>That signal was asked with, and no daemon that lived on has heard it.</summary>
    public bool Holds(int signal)
    {
        lock (_gate) return _pending.Contains(signal);
    }

    /// <summary>Waits, but not once a signal came.</summary>
    public void Wait(int milliseconds)
    {
        _hurry.Wait(milliseconds);
        _hurry.Reset();
    }

    /// <summary>A daemon is about to be started, which has not opened its state directory.</summary>
    public void Prepare()
    {
        lock (_gate) _hasOpened = false;
    }

    /// <summary>It has been started.</summary>
    /// <param name="daemon">It.</param>
    /// <param name="isFirst">Nothing has been begun by a daemon before it: it is told at once, also while it can do no more than to die of it.</param>
    public void Begin(Target daemon, bool isFirst)
    {
        lock (_gate)
        {
            _daemon = daemon;
            // Its first words may have come before we knew its process.
            if (_hasOpened) PassPendingOn(daemon);
            else if (isFirst && _pending.Count > 0) PassEarly(daemon);
        }
    }

    /// <summary>It has opened its state directory, and so can hear. From any thread, also before <see cref="Begin"/> and after its death.</summary>
    public void Open()
    {
        lock (_gate)
        {
            _hasOpened = true;
            if (_daemon is { } daemon) PassPendingOn(daemon);
        }
    }

    /// <summary>It has died: from now on signals wait.</summary>
    public void End()
    {
        lock (_gate) _daemon = null;
    }

    /// <summary>What it had said is carried out. It may have died before it heard what was passed on; each means an end of everything, which is as good twice as once.</summary>
    public void TakeBack()
    {
        lock (_gate)
        {
            _pending.InsertRange(0, _passedOn);
            _passedOn.Clear();
        }
    }

    /// <summary>A signal has come.</summary>
    /// <param name="signal">Its number.</param>
    /// <param name="isFirst">Nothing has been begun by any daemon.</param>
    public void Receive(int signal, bool isFirst)
    {
        lock (_gate)
        {
            if (_daemon is { } daemon && (_hasOpened || isFirst))
            {
                _passedOn.Add(signal);
                // Ctrl+C goes to all that are at the terminal. Passed on late it would be a second one, which kills everything.
                if (signal != Interrupt || !_hasOpened || !daemon.HearsTerminal()) daemon.Signal(signal);
                return;
            }

            _pending.Add(signal);
            _hurry.Set();
            if (_pending.Count(s => s != HangUp) < InterruptsToKill) return;
            _isEndNow = true;
            _daemon?.Signal(Kill);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _hurry.Dispose();

    private void PassPendingOn(Target daemon)
    {
        foreach (var signal in _pending) daemon.Signal(signal);
        _passedOn.AddRange(_pending);
        _pending.Clear();
    }

    // Asked to end before there was anybody to tell; it has done nothing yet.
    private void PassEarly(Target daemon)
    {
        daemon.Signal(_isEndNow ? Kill : _pending[^1]);
        _passedOn.AddRange(_pending);
        _pending.Clear();
    }
}
