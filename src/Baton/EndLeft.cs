using Baton.Core;
using Baton.Daemon;
using Baton.Processes.Guardian;

namespace Baton;

/// <summary>What the watcher of a killed Baton becomes: it ends what was left, and prints why it could not.</summary>
internal static class EndLeft
{
    /// <summary>True when this process was begun for that.</summary>
    public static bool IsAskedFor(string[] args) => args is [OfflineDown.Verb, _];

    /// <summary>Does it; the exit code.</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        try
        {
            await OfflineDown.RunAsync(args[1], isKill: false, "on_daemon_exit = \"stop\"", static _ => { });
            return 0;
        }
        catch (BatonException e) when (e.Code == ErrorCode.HeldByAnother)
        {
            // Another Baton has taken over what was left, or a person ends it.
            return 0;
        }
        catch (BatonException e)
        {
            StandardError.Write($"baton: cannot end what was left: {e.Message}\n");
            return 1;
        }
    }
}
