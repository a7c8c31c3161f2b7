using Baton.Processes.Hosting;
using Baton.Processes.Native;

namespace Baton.Processes.Tree;

/// <summary>Watches some of what remains of each tree; a tree is looked at again when none of those lives.</summary>
internal sealed class DeathWatch(Epoll epoll, ProcFiles files) : IDisposable
{
    /// <summary>Descriptors spent on one tree. One would do; more save looks when many end at once.</summary>
    private const int PerTree = 16;

    private readonly Dictionary<ulong, (LiveRun Run, int Pidfd)> _watched = [];
    private ulong _lastToken = Epoll.WakeToken;

    /// <summary>
    /// Watches up to sixteen of the members. False when not one can be watched for want of descriptors; when all turned out dead, true
    /// with none watched.
    /// </summary>
    public bool TryWatch(LiveRun run, ReadOnlySpan<ProcessEntry> entries, List<int> members)
    {
        var isRefused = false;
        for (var i = 0; i < members.Count && run.Watch.Watched < PerTree; i++)
        {
            ref readonly var entry = ref entries[members[i]];
            var pidfd = VerifiedProcess.Open(files, entry);
            var token = ++_lastToken;
            if (pidfd >= 0 && epoll.Add(pidfd, token))
            {
                _watched[token] = (run, pidfd);
                run.Watch.Watched++;
                continue;
            }

            if (pidfd >= 0) Libc.close(pidfd);
            isRefused |= files.TryStat(entry.Pid, out var now) && now.StartTicks == entry.StartTicks && now.IsAlive;
        }

        return run.Watch.Watched > 0 || !isRefused;
    }

    /// <summary>One watched process died: its run, when it was the last that was watched for it.</summary>
    public LiveRun? Take(ulong token)
    {
        if (!_watched.Remove(token, out var watched)) return null;
        Libc.close(watched.Pidfd);
        return --watched.Run.Watch.Watched == 0 ? watched.Run : null;
    }

    public void Dispose()
    {
        foreach (var (_, pidfd) in _watched.Values) Libc.close(pidfd);
        _watched.Clear();
    }
}
