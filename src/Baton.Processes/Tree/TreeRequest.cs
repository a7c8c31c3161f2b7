using Baton.Processes.Hosting;

namespace Baton.Processes.Tree;

/// <summary>What the tree keeper is asked to do with its next snapshot.</summary>
internal abstract record TreeRequest
{
    private TreeRequest()
    {
    }

    /// <summary>Send a signal to the tree; its group has had it when <paramref name="IsGroupDone"/>.</summary>
    public sealed record Terminate(LiveRun Run, int Signal, bool IsGroupDone) : TreeRequest;

    /// <summary>Kill until nothing is left.</summary>
    public sealed record Kill(LiveRun Run) : TreeRequest;

    /// <summary>The first process is gone: find out when the rest is.</summary>
    public sealed record Settle(LiveRun Run) : TreeRequest;

    /// <summary>Time is up for the kill of that number.</summary>
    public sealed record CheckKill(LiveRun Run, int Attempt) : TreeRequest;

    /// <summary>Measure all runs.</summary>
    public sealed record Sample : TreeRequest;

    /// <summary>Find what carries marks of this state directory and belongs to no run of ours.</summary>
    public sealed record Discover(TaskCompletionSource<IReadOnlyList<Leftover>> Found) : TreeRequest;
}

/// <summary>A process that an earlier daemon left.</summary>
/// <param name="Pid">Its pid.</param>
/// <param name="Name">Its name, for messages.</param>
/// <param name="Id">The run it belongs to.</param>
/// <param name="Slot">The slot in its limit mark; -1 when it has none.</param>
/// <param name="StartTicks">When it was started; with the pid it names the process for good.</param>
/// <param name="IsLeader">It leads its session, as the first process of every run does.</param>
internal sealed record Leftover(int Pid, string Name, RunId Id, int Slot, long StartTicks, bool IsLeader);
