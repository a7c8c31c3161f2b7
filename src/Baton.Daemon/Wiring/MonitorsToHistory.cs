using System.Collections.Concurrent;
using Baton.Core.Actors;
using Baton.Daemon.Startup;
using Baton.Health.Breaker;
using Baton.Health.History;
using Baton.Health.History.Store;
using Baton.Health.Monitors;
using Baton.Health.Monitors.Remembering;
using Baton.Probes;

namespace Baton.Daemon.Wiring;

/// <summary>What monitors find to <c>health.db</c>, and what it remembers back to them. Trouble with it is told, and ends no watching.</summary>
internal sealed class MonitorsToHistory : IMonitorListener, IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, RecordedMonitor> _recorded = new(StringComparer.Ordinal);
    private readonly HealthStore _store;
    private readonly TimeProvider _time;
    private MonitorFleet? _fleet;
    private int _isSaving;

    private MonitorsToHistory(HealthStore store, TimeProvider time) => (_store, _time) = (store, time);

    /// <summary>Opens the history of a state directory, or begins it.</summary>
    /// <param name="record">Where, and who is told of trouble.</param>
    /// <param name="root">The state directory.</param>
    /// <param name="time">The clock.</param>
    /// <param name="crashed">Told of a bug.</param>
    public static MonitorsToHistory Open(DaemonRecord record, string root, TimeProvider time, Action<Exception> crashed) => new(HealthStore.Open(
        Path.Combine(root, "health.db"), HealthStoreOptions.Default, time, ActorScheduler.ThreadPool,
        notice => record.Notices.Publish("daemon", WordOf(notice.Kind), cause: null, notice.Detail), crashed), time);

    /// <summary>The history of a monitor that is watched; null when it is not.</summary>
    public RecordedMonitor? Find(string name) => _recorded.GetValueOrDefault(name);

    /// <summary>Says whose monitors these are; before the first is watched.</summary>
    public void Connect(MonitorFleet fleet) => _fleet = fleet;

    /// <summary>These are watched from now on, and no others; what is remembered of them.</summary>
    public IReadOnlyDictionary<string, MonitorState> Follow(IReadOnlyList<MonitorDefinition> definitions)
    {
        var (now, at) = (_fleet!.Now, _time.GetUtcNow());
        var remembered = new Dictionary<string, MonitorState>(definitions.Count, StringComparer.Ordinal);
        foreach (var definition in definitions)
        {
            var recorded = _recorded.GetOrAdd(definition.Name, _store.Watch);
            if (MonitorMemory.Read(recorded.SavedState.Span, definition, now, at) is { } state) remembered[definition.Name] = state;
        }

        foreach (var name in _recorded.Keys.Except(definitions.Select(definition => definition.Name)).ToList())
        {
            if (_recorded.TryRemove(name, out _)) _store.Unwatch(name);
        }

        return remembered;
    }

    /// <inheritdoc/>
    public void Counted(string name, DateTimeOffset at, ProbeResult result)
    {
        if (Find(name) is not { } recorded || _fleet!.Find(name) is not { } view) return;
        recorded.Add(new SingleResult(at, result.IsSuccess, result.Duration, MonitorGrade.Of(view.State), result.Detail));
        // Not only when its health changes: an incident of an earlier daemon can be known a moment later than the first result.
        if (result.IsSuccess) recorded.Up(at);
        Save(recorded, view);
    }

    /// <inheritdoc/>
    public void HealthChanged(MonitorView now, MonitorHealth from, string? reason)
    {
        if (Find(now.Definition.Name) is not { } recorded) return;
        var since = now.State.Since ?? _time.GetUtcNow();
        if (now.State.Health == MonitorHealth.Unhealthy) recorded.Down(since, reason ?? "");
        else recorded.Up(since);
        Save(recorded, now);
    }

    /// <inheritdoc/>
    public void BreakerChanged(MonitorView now, BreakerPhase from, string? by)
    {
        if (Find(now.Definition.Name) is not { } recorded) return;
        Save(recorded, now);
        SaveSoon();
    }

    /// <summary>Saves for the last time.</summary>
    public Task CloseAsync() => _store.CloseAsync();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        _store.Dispose();
    }

    private void Save(RecordedMonitor recorded, MonitorView view) => recorded.SaveState(MonitorMemory.Write(view.State, view.Definition, _fleet!.Now, _time.GetUtcNow()));

    /// <summary>Whether probes go is too important to wait some seconds for the disk; what comes while it is written goes with the next.</summary>
    private void SaveSoon()
    {
        if (Interlocked.Exchange(ref _isSaving, 1) != 0) return;
        // The store itself tells what goes wrong, and the task never fails.
        _ = _store.SaveAsync().ContinueWith(_ => Volatile.Write(ref _isSaving, 0), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    private static string WordOf(StoreNoticeKind kind) => kind switch
    {
        StoreNoticeKind.Trouble => "health_not_saved",
        StoreNoticeKind.Recovered => "health_saved_again",
        StoreNoticeKind.SetAside => "health_set_aside",
        StoreNoticeKind.Shortened => "health_shortened",
        _ => "health_damaged",
    };
}
