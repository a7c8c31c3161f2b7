using Baton.Contracts;
using Baton.Core;
using Baton.Supervision.Manifests.Targets;

namespace Baton.Control.Notify;

/// <summary>Tells those that the manifest names of events. Another manifest changes only what it says otherwise.</summary>
/// <param name="ports">What it needs.</param>
public sealed class Notifier(NotifyPorts ports) : IAsyncDisposable
{
    private static readonly TimeSpan LastLimit = TimeSpan.FromSeconds(2);

    private readonly Lock _gate = new();
    // Those that are on their way out, by name: another one of the name begins after them.
    private readonly Dictionary<string, Task> _leaving = [];
    private List<NotifyWorker> _workers = [];
    private bool _isOver;

    /// <summary>Lets these be told from now on. Returns at once.</summary>
    public void Follow(IReadOnlyList<NotifyTarget> targets)
    {
        lock (_gate)
        {
            if (_isOver) return;
            foreach (var (name, leaving) in _leaving)
            {
                if (leaving.IsCompletedSuccessfully) _leaving.Remove(name);
            }

            var before = _workers;
            var kept = before.Where(worker => targets.Any(target => target.Name == worker.Target.Name && target.IsSameAs(worker.Target))).ToList();
            foreach (var worker in before.Except(kept))
            {
                _leaving[worker.Target.Name] = LeaveAsync(worker, isForgotten: targets.All(target => target.Name != worker.Target.Name));
            }

            _workers = [.. targets.Select(target => kept.Find(worker => worker.Target.Name == target.Name) ?? new NotifyWorker(target, ports, _leaving.GetValueOrDefault(target.Name) ?? Task.CompletedTask))];
        }
    }

    /// <summary>All targets, in the order of the manifest, with what became of them.</summary>
    public IReadOnlyList<NotifyRecord> Describe() => [.. Workers.Select(static worker => worker.Describe())];

    /// <summary>Sends a message that is no event to one of them.</summary>
    /// <param name="name">Which.</param>
    /// <param name="who">Who asks.</param>
    /// <param name="ct">Ends the waiting.</param>
    /// <exception cref="BatonException">NotFound: there is none of this name. Busy: a test of it is under way.</exception>
    public Task<NotifyTestRecord> TestAsync(string name, string who, CancellationToken ct)
    {
        var workers = Workers;
        var worker = workers.Find(worker => worker.Target.Name == name) ?? throw new BatonException(ErrorCode.NotFound, workers.Count == 0
            ? $"cannot test \"{name}\": the manifest has no [notify.{name}], nor any other"
            : $"cannot test \"{name}\": the manifest has no [notify.{name}]; there are: {string.Join(", ", workers.Select(static worker => worker.Target.Name))}");
        return worker.TestAsync(who, ct);
    }

    /// <summary>Tells what happened so far, for two seconds at most, then ends. What was not told is told by the next daemon.</summary>
    public async Task CloseAsync()
    {
        List<NotifyWorker> workers;
        Task[] leaving;
        lock (_gate)
        {
            if (_isOver) return;
            _isOver = true;
            (workers, leaving) = (_workers, [.. _leaving.Values]);
        }

        using (var limit = new CancellationTokenSource(LastLimit, ports.Time))
        {
            await Task.WhenAll(workers.Select(worker => worker.SettleAsync(limit.Token))).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        foreach (var worker in workers) await worker.DisposeAsync();
        await Task.WhenAll(leaving);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await CloseAsync();

    /// <summary>Only when it has ended is it known that it keeps nothing more.</summary>
    private async Task LeaveAsync(NotifyWorker worker, bool isForgotten)
    {
        await worker.DisposeAsync();
        if (isForgotten) ports.Memory.Forget(worker.Target.Name);
    }

    private List<NotifyWorker> Workers
    {
        get
        {
            lock (_gate) return _workers;
        }
    }
}
