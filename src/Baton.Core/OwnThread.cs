namespace Baton.Core;

/// <summary>
/// Runs what takes long and awaits nothing, as a search through files, on a thread of its own: the pool's threads, of which there are as few as
/// processors, stay free for those who ask for little. How many there are at once is for the caller to bound.
/// </summary>
public static class OwnThread
{
    private const int StackBytes = 512 * 1024;

    /// <summary>What <paramref name="act"/> gives, or throws.</summary>
    /// <param name="act">What is run.</param>
    /// <param name="name">Name of the thread, for who looks at the process.</param>
    public static Task<T> RunAsync<T>(Func<T> act, string name)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        new Thread(() => Complete(done, act), StackBytes) { IsBackground = true, Name = name }.Start();
        return done.Task;
    }

    private static void Complete<T>(TaskCompletionSource<T> done, Func<T> act)
    {
        try
        {
            done.SetResult(act());
        }
        catch (Exception e)
        {
            // The top of a thread: whoever waits for it gets it.
            done.SetException(e);
        }
    }
}
