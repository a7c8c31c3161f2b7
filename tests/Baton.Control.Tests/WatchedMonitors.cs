using System.Collections.Concurrent;
using Baton.Core.Actors;
using Baton.Health.Breaker;
using Baton.Health.Figures;
using Baton.Health.History;
using Baton.Health.History.Store;
using Baton.Health.Manifests;
using Baton.Health.Monitors;
using Baton.Probes;
using Baton.Probes.Specs;
using Baton.TestKit;

namespace Baton.Control.Tests;

/// <summary>A real fleet over endpoints that answer as they are told, with a real history on the disk.</summary>
internal sealed class WatchedMonitors : IMonitorListener, IAsyncDisposable
{
    private readonly HealthStore _store;
    private readonly ConcurrentDictionary<string, RecordedMonitor> _recorded = new();

    private WatchedMonitors(MonitorDefinition[] monitors, string path, ManualTime time, Action<Exception> crashed)
    {
        Section = new HealthSection { Monitors = monitors };
        _store = HealthStore.Open(path, HealthStoreOptions.Default, time, ActorScheduler.ThreadPool, notice => crashed(new InvalidOperationException(notice.Detail)), crashed);
        Fleet = new MonitorFleet(new FleetParts
        {
            Time = time,
            Scheduler = ActorScheduler.ThreadPool,
            Random = new Random(1),
            Probes = definition => new Endpoint(this, definition.Name),
            Listener = this,
            Crashed = crashed,
            Broken = crashed,
        });
    }

    public MonitorFleet Fleet { get; }

    /// <summary>What the manifest says; may be changed at any time.</summary>
    public HealthSection Section { get; set; }

    public MonitorFigures Figures { get; } = new();

    /// <summary>What is wrong with endpoints, by name; those that are not in it are well.</summary>
    public ConcurrentDictionary<string, ProbeResult> Failing { get; } = new();

    /// <summary>Endpoints that do not answer.</summary>
    public ConcurrentDictionary<string, bool> Silent { get; } = new();

    /// <summary>How often endpoints were asked.</summary>
    public ConcurrentDictionary<string, int> Asked { get; } = new();

    /// <summary>What hears the results meets a bug.</summary>
    public bool IsBroken { get; set; }

    public static ProbeResult Well { get; } = new(true, TimeSpan.FromMilliseconds(20), "HTTP 200 after 20 ms");

    public static MonitorDefinition Define(string name) => new(name, new ProbeSpec.Tcp("127.0.0.1", 1));

    public static async Task<WatchedMonitors> BeginAsync(MonitorDefinition[] monitors, string path, ManualTime time, Action<Exception> crashed)
    {
        var watched = new WatchedMonitors(monitors, path, time, crashed);
        foreach (var monitor in monitors) watched._recorded[monitor.Name] = watched._store.Watch(monitor.Name);
        await watched.Fleet.ApplyAsync(monitors, new Dictionary<string, MonitorState>());
        return watched;
    }

    public RecordedMonitor? History(string name) => _recorded.GetValueOrDefault(name);

    public void Counted(string name, DateTimeOffset at, ProbeResult result)
    {
        if (IsBroken) throw new InvalidOperationException("planted");
        Figures.Counted(name, at, result);
        _recorded[name].Add(new SingleResult(at, result.IsSuccess, result.Duration, MonitorGrade.Of(Fleet.Find(name)!.State), result.Detail));
        if (result.IsSuccess) _recorded[name].Up(at);
        else _recorded[name].Down(at, result.Detail);
    }

    public void HealthChanged(MonitorView now, MonitorHealth from, string? reason)
    {
    }

    public void BreakerChanged(MonitorView now, BreakerPhase from, string? by) => Figures.BreakerChanged(now, from, by);

    public async ValueTask DisposeAsync()
    {
        await Fleet.DisposeAsync();
        await _store.CloseAsync();
        _store.Dispose();
    }

    private sealed class Endpoint(WatchedMonitors watched, string name) : IProbe
    {
        public async Task<ProbeResult> ExecuteAsync(CancellationToken cancel)
        {
            watched.Asked.AddOrUpdate(name, 1, (_, asked) => asked + 1);
            if (watched.Silent.ContainsKey(name)) await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancel);
            return watched.Failing.GetValueOrDefault(name, Well);
        }
    }
}
