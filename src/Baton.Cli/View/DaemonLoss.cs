using Baton.Client;

namespace Baton.Cli.View;

/// <summary>
/// The loss of a daemon by a command that follows what happens, and the wait for the next one: what was lost and that it is back is said on
/// standard error, once for each.
/// </summary>
internal sealed class DaemonLoss(CommandContext context)
{
    /// <summary>How long a daemon that has gone is waited for: several times the guardian's longest wait between two starts.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    private long? _lostAt;

    /// <summary>It may be well in a moment. The very first attempt must succeed, and one after a loss in time.</summary>
    /// <param name="e">What ended the attempt.</param>
    /// <param name="opened">Completed when the daemon had begun to answer it.</param>
    public bool IsPassing(Exception e, Task opened)
    {
        if (e is not (ConnectionLostException or NoDaemonException)) return false;
        return opened.IsCompleted || (_lostAt is { } at && context.Time.GetElapsedTime(at) < Patience);
    }

    /// <summary>Says why it is waited for, and waits a little.</summary>
    /// <param name="why">What happened, and what is waited for.</param>
    /// <param name="opened">Completed when the daemon had begun to answer: of attempts that fail one after the other only the first is told.</param>
    public Task WaitAsync(string why, Task opened)
    {
        if (_lostAt is null || opened.IsCompleted)
        {
            _lostAt = context.Time.GetTimestamp();
            Say(why);
        }

        return Task.Delay(Pause, context.Time);
    }

    /// <summary>Waits until the daemon has begun to answer or the attempt has ended, and says that it is back where it was lost.</summary>
    public async Task TellReturnAsync(Task opened, Task first)
    {
        await Task.WhenAny(opened, first);
        if (_lostAt is not null && opened.IsCompleted) Say("the daemon is back");
    }

    private void Say(string text) => context.Terminal.WriteError($"baton: {text}\n");
}
