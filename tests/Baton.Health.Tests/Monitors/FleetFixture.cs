using Baton.Health.Alarms;
using Baton.Health.Breaker;
using Baton.Health.Monitors;
using Baton.Probes;
using Baton.Probes.Specs;
using Baton.TestKit;

namespace Baton.Health.Tests.Monitors;

/// <summary>A fleet in manual time, over scripted endpoints.</summary>
internal sealed class FleetFixture : IMonitorListener, IAlarmListener, IDisposable
{
    private readonly ManualScheduler _scheduler = new();

    public FleetFixture(AlarmMemory? memory = null) => Fleet = new MonitorFleet(new FleetParts
    {
        Time = Time,
        Scheduler = _scheduler,
        Random = new Random(1),
        Probes = definition => Endpoint(definition.Name),
        Listener = this,
        Crashed = e => throw new InvalidOperationException("the fleet crashed", e),
        Broken = Bugs.Add,
        Alarms = this,
        AlarmMemory = memory ?? AlarmMemory.None,
    });

    public ManualTime Time { get; } = new();

    public MonitorFleet Fleet { get; }

    public List<string> Told { get; } = [];

    /// <summary>What people were told.</summary>
    public List<string> Alarms { get; } = [];

    public AlarmMemory Memory { get; private set; } = AlarmMemory.None;

    /// <summary>How often there was something to write.</summary>
    public int MemoryChanges { get; private set; }

    public List<Exception> Bugs { get; } = [];

    public Dictionary<string, ScriptedEndpoint> Endpoints { get; } = [];

    public static MonitorDefinition Named(string name) => new(name, new ProbeSpec.Tcp("127.0.0.1", 1));

    public ScriptedEndpoint Endpoint(string name) => Endpoints.TryGetValue(name, out var known) ? known : Endpoints[name] = new ScriptedEndpoint();

    public MonitorView View(string name) => Fleet.Find(name)!;

    public void Watch(params MonitorDefinition[] definitions) => Watch(new Dictionary<string, MonitorState>(), definitions);

    public void Watch(Dictionary<string, MonitorState> remembered, params MonitorDefinition[] definitions) => Done(Fleet.ApplyAsync(definitions, remembered));

    public void Pass(double seconds)
    {
        for (var passed = 0.0; passed < seconds; passed += 0.1)
        {
            Time.Advance(TimeSpan.FromSeconds(Math.Min(0.1, seconds - passed)));
            Run();
        }
    }

    /// <summary>Until something holds, a day at most.</summary>
    public void PassUntil(Func<bool> holds)
    {
        for (var i = 0; !holds() && i < 864_000; i++) Pass(0.1);
        Assert.True(holds());
    }

    public void Run() => _scheduler.RunAll();

    public T Done<T>(Task<T> task)
    {
        Done((Task)task);
        return task.Result;
    }

    // What an endpoint's cancelled answer leads to comes on another thread.
    public void Done(Task task)
    {
        var limit = TimeProvider.System.GetUtcNow() + Eventually.Limit;
        for (Run(); !task.Wait(TimeSpan.FromMilliseconds(1)); Run()) Assert.True(TimeProvider.System.GetUtcNow() < limit, "it is not done");
    }

    public void Counted(string name, DateTimeOffset at, ProbeResult result) => Told.Add($"{name} counted {(result.IsSuccess ? "success" : "failure")}");

    public void HealthChanged(MonitorView now, MonitorHealth from, string? reason) => Told.Add($"{now.Definition.Name} {from} → {now.State.Health}: {reason}");

    public void BreakerChanged(MonitorView now, BreakerPhase from, string? by) =>
        Told.Add($"{now.Definition.Name} breaker {from} → {now.State.Breaker.Phase}{(by is null ? "" : $" by {by}")}");

    void IAlarmListener.Told(MonitorView now, AlarmEffect news) => Alarms.Add(news switch
    {
        AlarmEffect.TellDown x => $"{now.Definition.Name} down: {x.Reason}",
        AlarmEffect.TellUp => $"{now.Definition.Name} up",
        AlarmEffect.TellFlapping => $"{now.Definition.Name} flapping",
        _ => $"{now.Definition.Name} steady",
    });

    public void Unwatched(string name, TimeSpan lasted) => Alarms.Add($"{name} not watched any more after {lasted.TotalSeconds:0} s");

    public void WindowOpened(string name, DateTimeOffset? until) => Alarms.Add($"{name} opened{(until is { } end ? $" for {(end - Time.GetUtcNow()).TotalSeconds:0} s" : "")}");

    public void WindowClosed(string name) => Alarms.Add($"{name} closed");

    public void Silenced(IReadOnlyList<Silence> silences) => Alarms.Add($"{NamesOf(silences)} silenced by {silences[0].By}: {silences[0].Reason}");

    public void Unsilenced(IReadOnlyList<Silence> silences, string? by) => Alarms.Add($"{NamesOf(silences)} unsilenced{(by is null ? "" : $" by {by}")}");

    private static string NamesOf(IReadOnlyList<Silence> silences) => string.Join(' ', silences.Select(silence => silence.Monitor ?? "all"));

    public void MemoryChanged(AlarmMemory memory) => (Memory, MemoryChanges) = (memory, MemoryChanges + 1);

    public void Dispose() => Done(Fleet.DisposeAsync().AsTask());
}
