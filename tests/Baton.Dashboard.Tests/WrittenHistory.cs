using Baton.Core.Actors;
using Baton.Health.History;
using Baton.Health.History.Store;
using Baton.TestKit;

namespace Baton.Dashboard.Tests;

/// <summary>Three months of a monitor's past in a file, as daemons of that time would have left it.</summary>
internal static class WrittenHistory
{
    private const int Days = 89;
    private static readonly TimeSpan Seldom = TimeSpan.FromMinutes(30), Often = TimeSpan.FromMinutes(2);

    /// <summary>Writes it up to the present.</summary>
    /// <param name="path">The file.</param>
    /// <param name="monitors">Each with how long it usually takes to answer, and the hours before now in which it was down, each with its length in minutes.</param>
    public static async Task WriteAsync(string path, params (string Name, double Milliseconds, (double HoursAgo, double Minutes)[] Down)[] monitors)
    {
        var time = new ManualTime();
        var end = TimeProvider.System.GetUtcNow();
        time.JumpWallClock(end - TimeSpan.FromDays(Days) - time.GetUtcNow());
        var random = new Random(7);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using var store = HealthStore.Open(path, HealthStoreOptions.Default, time, ActorScheduler.ThreadPool, notice => throw new InvalidOperationException(notice.Detail), e => throw e);
        var recorded = monitors.Select(monitor => store.Watch(monitor.Name)).ToList();
        await store.SaveAsync();
        var saved = time.GetUtcNow();
        while (time.GetUtcNow() < end)
        {
            var now = time.GetUtcNow();
            for (var i = 0; i < monitors.Length; i++) Add(recorded[i], monitors[i], now, (end - now).TotalHours, random);
            // What waits to be saved is kept in few pieces: while there is much of it, it is saved soon.
            var isLate = end - now < TimeSpan.FromHours(26);
            if (now - saved > (isLate ? TimeSpan.FromMinutes(30) : TimeSpan.FromHours(6)))
            {
                await store.SaveAsync();
                saved = now;
            }

            time.Advance(isLate ? Often : Seldom);
        }

        await store.CloseAsync();
    }

    private static void Add(RecordedMonitor recorded, (string Name, double Milliseconds, (double HoursAgo, double Minutes)[] Down) monitor, DateTimeOffset now, double hoursAgo, Random random)
    {
        if (Array.Exists(monitor.Down, down => hoursAgo <= down.HoursAgo && hoursAgo > down.HoursAgo - (down.Minutes / 60)))
        {
            recorded.Add(new SingleResult(now, false, TimeSpan.FromSeconds(5), State: 3, "Timeout after 5.0s"));
            recorded.Down(now, "Timeout after 5.0s");
            return;
        }

        // By day there is more to do than at night.
        var busy = 1 + (0.5 * Math.Sin((now.Hour - 8) / 24.0 * 2 * Math.PI));
        var took = monitor.Milliseconds * busy * (0.8 + (0.4 * random.NextDouble()) + (random.Next(20) == 0 ? 1.5 : 0));
        recorded.Add(new SingleResult(now, true, TimeSpan.FromMilliseconds(took), SingleResult.BestState, null));
        recorded.Up(now);
    }
}
