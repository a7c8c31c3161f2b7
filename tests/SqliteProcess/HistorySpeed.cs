using System.Diagnostics;

namespace Baton.SqliteProcess;

/// <summary>What a save of 2,000 monitors takes, and what they take in memory.</summary>
internal static class HistorySpeed
{
    private const int Monitors = 2000;
    private const int Rounds = 100;

    public static async Task<int> RunAsync(string path)
    {
        using var store = History.Open(path, notice => Console.WriteLine(notice.Detail));
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var monitors = Enumerable.Range(0, Monitors).Select(i => store.Watch($"monitor-{i}")).ToList();
        await store.SaveAsync();
        var cpu = Process.GetCurrentProcess().TotalProcessorTime;
        var took = TimeSpan.Zero;
        for (var round = 0; round < Rounds; round++)
        {
            for (var i = 0; i < Monitors; i++) monitors[i].Add(History.Result((round * 31) + i));
            var began = Stopwatch.GetTimestamp();
            await store.SaveAsync();
            took += Stopwatch.GetElapsedTime(began);
        }

        cpu = Process.GetCurrentProcess().TotalProcessorTime - cpu;
        var memory = GC.GetTotalMemory(forceFullCollection: true) - before;
        Console.WriteLine(FormattableString.Invariant($"{took.TotalMilliseconds / Rounds:0.0} ms for a save of {Monitors}, {cpu.TotalMilliseconds / Rounds:0.0} ms of processor"));
        Console.WriteLine(FormattableString.Invariant($"{memory / Monitors} bytes of memory each, {new FileInfo(path).Length / Monitors} bytes of file each"));
        var reload = Stopwatch.GetTimestamp();
        await store.CloseAsync();
        using var again = History.Open(path, notice => Console.WriteLine(notice.Detail));
        for (var i = 0; i < Monitors; i++) again.Watch($"monitor-{i}");
        await again.SaveAsync();
        Console.WriteLine(FormattableString.Invariant($"{Stopwatch.GetElapsedTime(reload).TotalMilliseconds:0} ms to close, check and load again"));
        GC.KeepAlive(monitors);
        await again.CloseAsync();
        return 0;
    }
}
