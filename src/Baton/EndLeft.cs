using Baton.Core;
using Baton.Daemon;
using Baton.Processes.Guardian;

namespace Baton;

/// <summary>What the watcher of a killed Baton becomes: it ends what was left, and prints why it could not.</summary>
internal static class EndLeft
{
    private const int MostTries = 12;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    /// <summary>True when this process was begun for that.</summary>
    public static bool IsAskedFor(string[] args) => args is [OfflineDown.Verb, _];

    /// <summary>Does it; the exit code.</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        try
        {
            for (var tries = 1; !await TryAsync(args[1]) && tries < MostTries; tries++) await Task.Delay(Pause, TimeProvider.System);
            return 0;
        }
        catch (BatonException e)
        {
            StandardError.Write($"baton: cannot end what was left: {e.Message}\n");
            return 1;
        }
    }

    /// <summary>False when somebody else has the state directory just now: an <c>up</c> that goes on with what was left, or that fails and leaves it; a <c>down</c>.</summary>
    private static async Task<bool> TryAsync(string stateDirectory)
    {
        try
        {
            await OfflineDown.RunAsync(stateDirectory, isKill: false, "on_daemon_exit = \"stop\"", static _ => { });
            return true;
        }
        catch (BatonException e) when (e.Code == ErrorCode.HeldByAnother)
        {
            return false;
        }
    }
}
