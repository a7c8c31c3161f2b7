using Baton.Client;

namespace Baton.Cli.Output;

/// <summary>Shows who is waited for while a request takes longer than a second: on standard error, so that the answer stays clean.</summary>
internal static class WaitProgress
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Awaits <paramref name="work"/>. On a terminal one line is rewritten each second and removed at the end; elsewhere a line is
    /// written whenever others are waited for. The list is for the eyes only: nothing is decided by it.
    /// </summary>
    public static async Task<T> ShowAsync<T>(CommandContext context, BatonClient client, Task<T> work)
    {
        using var timer = new PeriodicTimer(Pause, context.Time);
        var line = new ProgressLine(context.Terminal);
        while (true)
        {
            var tick = timer.WaitForNextTickAsync().AsTask();
            if (await Task.WhenAny(work, tick) == work) break;
            if (await WaitingTextAsync(context, client, work) is not { } waiting) break;
            line.Show(waiting);
        }

        try
        {
            return await work;
        }
        finally
        {
            line.Clear();
        }
    }

    // Null when the daemon no longer tells: then the work itself knows better why, unless the daemon has fallen silent.
    private static async Task<WaitingText?> WaitingTextAsync(CommandContext context, BatonClient client, Task work)
    {
        try
        {
            var list = client.Services.ListAsync();
            return await Task.WhenAny(list, work) == work ? new WaitingText() : WaitingText.Of(await list, context.Time.GetUtcNow());
        }
        catch (Exception e) when (e is NoDaemonException or ConnectionLostException or ProblemException or InvalidAnswerException)
        {
            return null;
        }
    }
}
