using System.Collections.Concurrent;
using Baton.Containers.Engine;
using Baton.Processes;

namespace Baton.Containers.Runs;

/// <summary>Puts what containers use in the place of what their followers use.</summary>
/// <param name="world">Where their engines are.</param>
/// <param name="runs">Those that there are.</param>
internal sealed class ContainerFigures(ContainerWorld world, Func<IEnumerable<ContainerRun>> runs)
{
    private const double NanosecondsPerTick = 100;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<RunId, RunFigures> _last = new();

    /// <summary>Asks the engines, and then tells; at most two seconds later. Of one that does not answer the figures before are told, or none.</summary>
    public void Put(ProcessEvent.Sampled sampled, Action<ProcessEvent> tell) => _ = Task.Run(async () =>
    {
        try
        {
            var measured = runs().Where(run => run.Phase == ContainerPhase.Running).ToDictionary(run => run.Record.Id);
            foreach (var gone in _last.Keys.Where(id => !measured.ContainsKey(id))) _last.TryRemove(gone, out _);
            await Task.WhenAll(measured.Values.Select(run => MeasureAsync(run.Record))).ConfigureAwait(false);
            tell(new ProcessEvent.Sampled([.. sampled.Figures.Select(figures => measured.ContainsKey(figures.Id) ? _last.GetValueOrDefault(figures.Id) : figures).OfType<RunFigures>()]));
        }
        catch (Exception bug)
        {
            // Top of a chain that nobody awaits: it must not die unheard.
            world.Crashed(bug);
        }
    });

    private async Task MeasureAsync(ContainerRecord record)
    {
        try
        {
            using var limit = new CancellationTokenSource(Limit, world.Time);
            _last[record.Id] = Of(record, await world.EngineAt(record.Socket).MeasureAsync(record.Name, limit.Token).ConfigureAwait(false));
        }
        catch (Exception e) when (e is EngineException or OperationCanceledException)
        {
            // It has just ended, or its engine is away: what was measured before stays.
        }
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
