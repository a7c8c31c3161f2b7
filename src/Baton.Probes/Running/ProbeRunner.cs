using Baton.Core.Actors;
using Baton.Probes.Specs;

namespace Baton.Probes.Running;

/// <summary>
/// Executes many probes, each on its own times, by one timer armed for the earliest and without a thread of its own. Executions of one
/// probe never overlap; of different ones they run side by side. All but the executions themselves happens on one actor.
/// </summary>
public sealed class ProbeRunner : IAsyncDisposable
{
    private readonly TimeProvider _time;
    private readonly ActorScheduler _scheduler;
    private readonly Random _random;
    private readonly Action<Exception> _broken;
    private readonly long _origin;
    private readonly Actor<RunnerMessage> _actor;
    private readonly ActorTimer _timer;
    private readonly PriorityQueue<ProbeHandle, TimeSpan> _waiting = new();
    private readonly HashSet<ProbeHandle> _running = [];
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TimeSpan? _armedFor;
    private int _epoch;
    private bool _isClosing;

    /// <param name="time">The clock.</param>
    /// <param name="scheduler">Gives turns to the actor and to the executions.</param>
    /// <param name="random">Spreads first executions; used by the actor alone, one call at a time.</param>
    /// <param name="crashed">Told once when a listener threw, which is a bug; nothing is executed any more.</param>
    /// <param name="broken">Told when a probe threw, which is a bug too, once for each probe; its executions count as failed. On the runner's actor.</param>
    public ProbeRunner(TimeProvider time, ActorScheduler scheduler, Random random, Action<Exception> crashed, Action<Exception> broken)
    {
        _broken = broken;
        _time = time;
        _scheduler = scheduler;
        _random = random;
        _origin = time.GetTimestamp();
        _timer = new ActorTimer(time, epoch => Post(new RunnerMessage.TimerFired(epoch)));
        _actor = new Actor<RunnerMessage>(scheduler, Handle, e =>
        {
            // Whoever waits for the end must not wait for ever.
            _closed.TrySetResult();
            crashed(e);
        });
    }

    /// <summary>Begins to execute a probe; the initial delay counts from now.</summary>
    /// <param name="probe">What to execute.</param>
    /// <param name="timing">When; its thresholds mean nothing here.</param>
    /// <param name="told">
    /// Told of every outcome, in their order, on the runner's actor: it posts to whoever wants to know and returns. One that was cancelled
    /// by the removal is not told.
    /// </param>
    /// <param name="isSpread">After the initial delay the first execution waits for a random part of the interval more, so that many that were added at once do not fall on one instant.</param>
    /// <returns>To be disposed of to remove the probe.</returns>
    public ProbeHandle Add(IProbe probe, ProbeTiming timing, Action<ProbeOutcome> told, bool isSpread = false)
    {
        if (ProbeProblems.Of(timing) is [var problem, ..]) throw new ArgumentException($"{problem.Field} {problem.Message}", nameof(timing));
        var handle = new ProbeHandle(probe, timing, isSpread, told, removed => Post(new RunnerMessage.Removed(removed)))
        {
            Due = Now() + timing.InitialDelay,
        };
        Post(new RunnerMessage.Added(handle));
        return handle;
    }

    /// <summary>Executes nothing more, cancels what is under way and returns when it has ended.</summary>
    public async ValueTask DisposeAsync()
    {
        Post(new RunnerMessage.Closing());
        await _closed.Task;
    }

    private void Post(RunnerMessage message) => _actor.Post(message);

    private TimeSpan Now() => _time.GetElapsedTime(_origin);

    private void Handle(RunnerMessage message)
    {
        switch (message)
        {
            case RunnerMessage.Added x when !_isClosing && !x.Handle.IsRemoved:
                var spread = x.Handle.IsSpread ? x.Handle.Timing.Interval : TimeSpan.Zero;
                Wait(x.Handle, ProbeSchedule.First(x.Handle.Due, spread, _random.NextDouble()));
                break;
            case RunnerMessage.Removed x:
                _waiting.Remove(x.Handle, out _, out _);
                if (x.Handle.IsRunning) x.Handle.Stop.Cancel();
                break;
            case RunnerMessage.TimerFired x when x.Epoch == _epoch:
                _armedFor = null;
                break;
            case RunnerMessage.Ended x:
                End(x);
                break;
            case RunnerMessage.Closing:
                Close();
                break;
        }

        if (_isClosing) return;
        StartDue();
        Arm();
    }

    private void StartDue()
    {
        var now = Now();
        while (_waiting.TryPeek(out var handle, out var due) && due <= now)
        {
            _waiting.Dequeue();
            handle.IsRunning = true;
            _running.Add(handle);
            _scheduler.Schedule(new ProbeTurn(handle, Now, Post));
        }
    }

    private void Arm()
    {
        TimeSpan? earliest = _waiting.TryPeek(out _, out var due) ? due : null;
        if (earliest == _armedFor) return;
        _armedFor = earliest;
        _epoch = _epoch == int.MaxValue ? 0 : _epoch + 1;
        if (earliest is null) _timer.Disarm();
        // Timers count whole milliseconds and cut the rest off: rounded up, it never fires before its time.
        else _timer.Arm(_epoch, TimeSpan.FromMilliseconds(Math.Ceiling((due - Now()).TotalMilliseconds)));
    }

    private void Wait(ProbeHandle handle, TimeSpan due)
    {
        handle.Due = due;
        _waiting.Enqueue(handle, due);
    }

    private void End(RunnerMessage.Ended ended)
    {
        var handle = ended.Handle;
        handle.IsRunning = false;
        _running.Remove(handle);
        if (ended.Bug is { } bug && !handle.IsBroken)
        {
            handle.IsBroken = true;
            _broken(bug);
        }

        if (_isClosing) CompleteWhenIdle();
        else if (!handle.IsRemoved)
        {
            Wait(handle, ProbeSchedule.Next(handle.Due, Now(), handle.Timing.Interval));
            if (ended.Outcome is { } outcome) handle.Told(outcome);
        }
    }

    private void Close()
    {
        _isClosing = true;
        _timer.Disarm();
        _waiting.Clear();
        foreach (var handle in _running.ToArray()) handle.Stop.Cancel();
        CompleteWhenIdle();
    }

    private void CompleteWhenIdle()
    {
        if (_running.Count == 0) _closed.TrySetResult();
    }
}
