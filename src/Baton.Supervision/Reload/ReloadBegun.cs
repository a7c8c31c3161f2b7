using Baton.Supervision.Services;

namespace Baton.Supervision.Reload;

/// <summary>A reload whose definitions are in force.</summary>
/// <param name="Plan">What it does.</param>
/// <param name="Done">
/// Completes when what it started runs ready, has completed or failed, or waits for what does not come by itself; when what it stopped is truly
/// gone; and when its reload commands have ended.
/// </param>
public sealed record ReloadBegun(ReloadPlan Plan, Task<ReloadEnd> Done)
{
    internal static async Task<ReloadEnd> DoneAsync(Task<ServicesChange> stops, Task<ServicesChange> restarts, Task<ServicesChange> starts, IReadOnlyList<Task<string?>> commands)
    {
        var stopped = await TakenAsync(stops);
        var (restarted, started) = (await TakenAsync(restarts), await TakenAsync(starts));
        var problems = await Task.WhenAll(commands);
        return new ReloadEnd([.. restarted.Concat(started)], [.. stopped], [.. problems.OfType<string>()]);
    }

    /// <summary>What another reload has removed meanwhile is nobody's concern any more.</summary>
    private static async Task<IReadOnlyList<ServiceView>> TakenAsync(Task<ServicesChange> change)
    {
        try
        {
            return (await change).Services;
        }
        catch (Core.BatonException e) when (e.Code == Core.ErrorCode.NotFound)
        {
            return [];
        }
    }
}

/// <summary>What became of a reload.</summary>
/// <param name="Started">Those that were started or restarted, as they were then.</param>
/// <param name="Stopped">Those that were removed and had a process; one that cannot be killed is still stopping.</param>
/// <param name="Problems">Why reload commands failed, one sentence each.</param>
public sealed record ReloadEnd(IReadOnlyList<ServiceView> Started, IReadOnlyList<ServiceView> Stopped, IReadOnlyList<string> Problems)
{
    /// <summary>Nothing had to be done.</summary>
    public static ReloadEnd Nothing { get; } = new([], [], []);
}
