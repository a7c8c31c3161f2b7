using System.Collections.Concurrent;
using System.Globalization;
using Baton.Containers.Engine;
using Baton.Processes;

namespace Baton.Containers.Runs;

/// <summary>
/// Puts what containers use in the place of what their followers use. Each container is asked about alone, and by one question at a time: one that is not answered
/// holds up no other, and what was measured of it before is told again, marked as old.
/// </summary>
/// <param name="world">Where their engines are.</param>
/// <param name="runs">Those that there are.</param>
internal sealed class ContainerFigures(ContainerWorld world, Func<IEnumerable<ContainerRun>> runs)
{
    private const double NanosecondsPerTick = 100;

    /// <summary>What an engine that is well takes a few milliseconds for. What is answered later is told with the next measurement.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(250);

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<RunId, (RunFigures Figures, DateTimeOffset At)> _last = new();
    private readonly ConcurrentDictionary<RunId, Task> _asked = new();

    /// <summary>When what was told last was measured: what comes again is old. An engine that always takes its time is told a round later, and not as old.</summary>
    private readonly ConcurrentDictionary<RunId, DateTimeOffset> _told = new();

    /// <summary>Asks the engines, and then tells; at most a quarter of a second later.</summary>
    public void Put(ProcessEvent.Sampled sampled, Action<ProcessEvent> tell) => _ = Task.Run(async () =>
    {
        try
        {
            var measured = runs().Where(run => run.Phase == ContainerPhase.Running).ToDictionary(run => run.Record.Id);
            foreach (var gone in _last.Keys.Where(id => !measured.ContainsKey(id)))
            {
                _last.TryRemove(gone, out _);
                _told.TryRemove(gone, out _);
            }

            // Who has not answered the last question is not waited for.
            var asked = measured.Values.Where(run => !_asked.ContainsKey(run.Record.Id)).Select(run => Ask(run.Record)).ToList();
            await Task.WhenAny(Task.WhenAll(asked), Task.Delay(Grace, world.Time)).ConfigureAwait(false);
            tell(new ProcessEvent.Sampled([.. sampled.Figures.Select(figures => measured.ContainsKey(figures.Id) ? Told(figures.Id) : figures).OfType<RunFigures>()]));
        }
        catch (Exception bug)
        {
            // Top of a chain that nobody awaits: it must not die unheard.
            world.Crashed(bug);
        }
    });

    private RunFigures? Told(RunId id)
    {
        if (!_last.TryGetValue(id, out var last)) return null;
        var isOld = _told.TryGetValue(id, out var told) && told == last.At;
        _told[id] = last.At;
        return isOld ? last.Figures with { OldSince = last.At } : last.Figures;
    }

    private Task Ask(ContainerRecord record)
    {
        var asking = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        if (!_asked.TryAdd(record.Id, asking.Task)) return Task.CompletedTask;
        _ = Task.Run(async () =>
        {
            try
            {
                await MeasureAsync(record).ConfigureAwait(false);
            }
            catch (Exception bug)
            {
                // As above.
                world.Crashed(bug);
            }
            finally
            {
                _asked.TryRemove(record.Id, out _);
                asking.TrySetResult();
            }
        });
        return asking.Task;
    }

    private async Task MeasureAsync(ContainerRecord record)
    {
        try
        {
            using var limit = new CancellationTokenSource(Limit, world.Time);
            var stats = await world.EngineAt(record.Socket).MeasureAsync(record.Name, limit.Token).ConfigureAwait(false);
            _last[record.Id] = (Of(record, stats) with { Said = await HealthAsync(record, limit.Token).ConfigureAwait(false) }, world.Time.GetUtcNow());
        }
        catch (Exception e) when (e is EngineException or OperationCanceledException)
        {
            // It has just ended, or its engine is away: what was measured before stays, and is told as old.
        }
    }

    /// <summary>What the image's own check finds, which the engine runs and Baton only shows. Where it has none it is not asked for again.</summary>
    private async Task<string?> HealthAsync(ContainerRecord record, CancellationToken cancel)
    {
        if (_last.TryGetValue(record.Id, out var last) && last.Figures.Said is null) return null;
        var health = (await world.EngineAt(record.Socket).LookAsync(record.Name, cancel).ConfigureAwait(false)).State.Health;
        return health switch
        {
            null or { Status: null or "" or "none" } => null,
            { Status: "unhealthy" } => string.Create(CultureInfo.InvariantCulture, $"the image's healthcheck: unhealthy, {health.FailingStreak} failures in a row"),
            _ => $"the image's healthcheck: {health.Status}",
        };
    }

    private static RunFigures Of(ContainerRecord record, ContainerStats stats)
    {
        var parts = stats.Memory?.Parts;
        // As the engine's own tools count: file pages that nobody has used lately are not the container's.
        var idle = parts is null ? 0 : parts.TryGetValue("total_inactive_file", out var v1) ? v1 : parts.GetValueOrDefault("inactive_file");
        return new RunFigures(record.Id, TimeSpan.FromTicks((long)((stats.Cpu?.Usage?.Total ?? 0) / NanosecondsPerTick)),
            Math.Max(0, (stats.Memory?.Usage ?? 0) - idle), stats.Pids?.Current ?? 0, record.Ports);
    }
}
