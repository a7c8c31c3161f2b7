using Baton.Core;
using Baton.Core.Notices;
using Baton.Processes.Guardian;
using Baton.Supervision.Services;

namespace Baton.Daemon;

/// <summary>
/// The end of a daemon that is not the end of what it runs: Baton leaves, or another program becomes the daemon. The supervisor rests
/// before the journal ends; what happens from then on the next daemon learns, as after one that was killed.
/// </summary>
/// <param name="guardian">Who goes on, or leaves too; null where nobody could.</param>
/// <param name="isShuttingDown">Everything is being stopped: then it is too late.</param>
/// <param name="notices">Where it is told.</param>
internal sealed class Departure(GuardianHost? guardian, Func<bool> isShuttingDown, NoticeBoard notices)
{
    private readonly TaskCompletionSource<string> _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _isAsked;

    /// <summary>Completes, with words for those who are connected, when it was asked for.</summary>
    public Task<string> Asked => _asked.Task;

    /// <summary>The guardian is to leave too.</summary>
    public bool IsLeaving { get; private set; }

    /// <summary>Daemon and guardian end; what runs goes on by itself until the next <c>up</c>.</summary>
    /// <exception cref="BatonException">Unavailable, ShuttingDown: that cannot be.</exception>
    public void Leave(ActCause cause)
    {
        Begin("there is no guardian that could leave anything running");
        IsLeaving = true;
        notices.Publish("daemon", "leaving", cause: null, $"by {cause.Who}: services go on, and the next \"baton up\" takes them over");
        _asked.TrySetResult("Baton ends and leaves its services running");
    }

    /// <summary>Another program becomes the daemon.</summary>
    /// <param name="program">Absolute path.</param>
    /// <param name="cause">Who asked.</param>
    /// <exception cref="BatonException">InvalidRequest: it is no program. Unavailable, ShuttingDown: that cannot be.</exception>
    public void Upgrade(string program, ActCause cause)
    {
        if (!Path.IsPathFullyQualified(program)) throw new BatonException(ErrorCode.InvalidRequest, $"cannot upgrade to \"{program}\": give its absolute path");
        if (!File.Exists(program) || (File.GetUnixFileMode(program) & (UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute)) == 0)
            throw new BatonException(ErrorCode.InvalidRequest, $"cannot upgrade to \"{program}\": there is no program that could be executed");
        Begin("there is no guardian that could start another daemon");
        notices.Publish("daemon", "upgrading", cause: null, $"by {cause.Who}: to {program}");
        guardian!.Replace(program);
        _asked.TrySetResult("the daemon is being replaced");
    }

    private void Begin(string reason)
    {
        if (guardian is null) throw new BatonException(ErrorCode.Unavailable, reason);
        if (isShuttingDown()) throw new BatonException(ErrorCode.ShuttingDown, "Baton is stopping everything");
        if (Interlocked.Exchange(ref _isAsked, 1) != 0) throw new BatonException(ErrorCode.Busy, "the daemon is ending already");
    }
}
