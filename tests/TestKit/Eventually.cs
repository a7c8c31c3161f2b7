using System.Diagnostics;
using Xunit.Sdk;

namespace Baton.TestKit;

/// <summary>Waits for the real world (processes, files, sockets) with a generous limit; virtual time is used wherever it can be.</summary>
public static class Eventually
{
    /// <summary>Limit for what takes milliseconds on an idle machine: long enough for a loaded one.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    /// <summary>Returns when <paramref name="condition"/> holds; fails the test with <paramref name="what"/> after <paramref name="limit"/>.</summary>
    public static Task HoldsAsync(Func<bool> condition, string what, TimeSpan? limit = null) => HoldsAsync(condition, () => what, limit);

    /// <summary>The same, with a text made when it is needed: of what has happened instead.</summary>
    public static async Task HoldsAsync(Func<bool> condition, Func<string> what, TimeSpan? limit = null)
    {
        var began = Stopwatch.GetTimestamp();
        while (!condition())
        {
            if (Stopwatch.GetElapsedTime(began) > (limit ?? Limit)) throw new XunitException($"did not happen in time: {what()}");
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System);
        }
    }

    /// <summary>Awaits <paramref name="task"/>, but not for ever.</summary>
    public static async Task<T> ReturnsAsync<T>(Task<T> task, string what, TimeSpan? limit = null)
    {
        try
        {
            return await task.WaitAsync(limit ?? Limit);
        }
        catch (TimeoutException)
        {
            throw new XunitException($"did not happen in time: {what}");
        }
    }
}
