using System.Collections.Concurrent;
using System.Collections.Immutable;
using Baton.Processes;

namespace Baton.Supervision.Logs;

/// <summary>
/// Tells readers that there may be more to read. Output is watched in the process host only while somebody follows it, and however many
/// follow the same service, it is watched once.
/// </summary>
/// <param name="send">Sends a command to the process host; returns at once.</param>
public sealed class LogActivity(Action<ProcessCommand> send)
{
    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<string, ImmutableArray<Action<int>>> _watchers = new(StringComparer.Ordinal);

    /// <summary>
    /// Calls <paramref name="wake"/> with the number of a run whose log may have grown, from any thread, possibly often and for nothing:
    /// it must only take note. Disposing the result ends it.
    /// </summary>
    public IDisposable Watch(string service, Action<int> wake)
    {
        // Sent under the lock, so that a last watcher leaving and a first one coming reach the host in that order; sending never waits.
        lock (_gate)
        {
            var others = _watchers.GetValueOrDefault(service, []);
            _watchers[service] = others.Add(wake);
            if (others.IsEmpty) send(new ProcessCommand.WatchOutput(service, IsWatched: true));
        }

        return new Watching(this, service, wake);
    }

    /// <summary>Takes news of processes; those that say nothing about logs are ignored, a start among them: it has written nothing yet.</summary>
    public void On(ProcessEvent news)
    {
        RunId? id = news switch
        {
            ProcessEvent.OutputGrew grew => grew.Id,
            ProcessEvent.Exited exited => exited.Id,
            ProcessEvent.TreeGone gone => gone.Id,
            _ => null,
        };
        if (id is not { } run || !_watchers.TryGetValue(run.Service, out var watchers)) return;
        foreach (var wake in watchers) wake(run.Run);
    }

    private void Leave(string service, Action<int> wake)
    {
        lock (_gate)
        {
            var others = _watchers[service].Remove(wake);
            if (!others.IsEmpty)
            {
                _watchers[service] = others;
                return;
            }

            _watchers.TryRemove(service, out _);
            send(new ProcessCommand.WatchOutput(service, IsWatched: false));
        }
    }

    private sealed class Watching(LogActivity activity, string service, Action<int> wake) : IDisposable
    {
        private int _isLeft;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _isLeft, 1) == 0) activity.Leave(service, wake);
        }
    }
}
