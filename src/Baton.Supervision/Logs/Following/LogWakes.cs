namespace Baton.Supervision.Logs.Following;

/// <summary>
/// Takes note of which logs may have grown until somebody looks: one flag per log, so that any number of wakes costs nothing more, and
/// one signal for all of them.
/// </summary>
/// <param name="count">How many logs.</param>
internal sealed class LogWakes(int count)
{
    private readonly Lock _gate = new();
    private readonly int[] _oldestRun = new int[count];
    private readonly List<int> _woken = new(Math.Min(count, 64));
    private TaskCompletionSource? _sleeper;

    /// <summary>The log number <paramref name="index"/> may have grown.</summary>
    /// <param name="index">Which log.</param>
    /// <param name="run">In which run; when told several times the oldest counts.</param>
    public void Wake(int index, int run)
    {
        TaskCompletionSource? sleeper;
        lock (_gate)
        {
            if (_oldestRun[index] == 0) _woken.Add(index);
            _oldestRun[index] = _oldestRun[index] == 0 ? run : Math.Min(_oldestRun[index], run);
            (sleeper, _sleeper) = (_sleeper, null);
        }

        sleeper?.SetResult();
    }

    /// <summary>Moves what was noted to <paramref name="into"/>, in order of the logs; completes when there is something.</summary>
    public async Task TakeAsync(List<(int Index, int OldestRun)> into, CancellationToken ct)
    {
        while (true)
        {
            TaskCompletionSource sleeper;
            lock (_gate)
            {
                foreach (var index in _woken)
                {
                    into.Add((index, _oldestRun[index]));
                    _oldestRun[index] = 0;
                }

                _woken.Clear();
                if (into.Count > 0)
                {
                    into.Sort();
                    return;
                }

                sleeper = _sleeper = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }

            await sleeper.Task.WaitAsync(ct);
        }
    }
}
