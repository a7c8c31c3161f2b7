using System.Globalization;
using Baton.Core.Actors;
using Baton.Health.History;
using Baton.Health.History.Series;
using Baton.Health.History.Store;

namespace Baton.SqliteProcess;

/// <summary>The history of a monitor, saved as fast as it goes, or on a disk that is full for a while.</summary>
internal static class History
{
    public static HealthStore Open(string path, Action<StoreNotice> tell) => HealthStore.Open(
        path, new HealthStoreOptions { RetryAfter = TimeSpan.FromMilliseconds(50) }, TimeProvider.System, ActorScheduler.ThreadPool, tell, bug => Environment.FailFast(bug.ToString()));

    public static SingleResult Result(int number) => new(
        TimeProvider.System.GetUtcNow(), true, TimeSpan.FromMilliseconds(1 + (number % 500)), 2, string.Create(CultureInfo.InvariantCulture, $"HTTP 200 number {number}"));

    /// <summary>Until it is killed; on each line how many results are saved for certain.</summary>
    public static async Task<int> WriteAsync(string path)
    {
        using var store = Open(path, notice => Console.WriteLine($"notice {notice.Detail}"));
        var monitor = store.Watch("api");
        var added = 0;
        while (true)
        {
            for (var i = 0; i < 20; i++) monitor.Add(Result(added++));
            await store.SaveAsync();
            Console.WriteLine(added.ToString(CultureInfo.InvariantCulture));
        }
    }

    /// <summary>Fills the disk, goes on, makes room, and tells how many results were added in all.</summary>
    public static async Task<int> FillAsync(string folder)
    {
        var trouble = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        var well = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var store = Open(Path.Combine(folder, "health.db"), notice => (notice.Kind == StoreNoticeKind.Trouble ? trouble : well).TrySetResult(notice.Detail));
        var monitor = store.Watch("api");
        var filler = Path.Combine(folder, "filler");
        await using (var file = File.Create(filler)) Fill(file);
        var added = 0;
        while (!trouble.Task.IsCompleted)
        {
            monitor.Add(Result(added++));
            await store.SaveAsync();
        }

        for (var i = 0; i < 1000; i++) monitor.Add(Result(added++));
        Console.WriteLine(await trouble.Task);
        File.Delete(filler);
        Console.WriteLine(await well.Task);
        await store.CloseAsync();
        using var again = Open(Path.Combine(folder, "health.db"), notice => Console.WriteLine(notice.Detail));
        var sum = await SumAsync(again);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{added} {sum}"));
        await again.CloseAsync();
        return 0;
    }

    /// <summary>All results that are saved of the monitor.</summary>
    private static async Task<long> SumAsync(HealthStore store)
    {
        var now = TimeProvider.System.GetUtcNow();
        var series = await store.Watch("api").SeriesAsync(SeriesPlan.Of(now.AddDays(-2), now.AddDays(1), TimeSpan.FromDays(1), now));
        return series.Points.Sum(point => point.Successes);
    }

    private static void Fill(FileStream file)
    {
        var block = new byte[4096];
        try
        {
            while (true)
            {
                file.Write(block);
                file.Flush();
            }
        }
        catch (IOException)
        {
            // That is what it is for.
        }
    }
}
