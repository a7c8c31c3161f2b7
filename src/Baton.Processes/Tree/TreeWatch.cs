namespace Baton.Processes.Tree;

/// <summary>The tree keeper's notes on one run; touched on its thread only.</summary>
internal sealed class TreeWatch
{
    /// <summary>Kill was asked for: whatever is found of the tree is killed.</summary>
    public bool IsKilled { get; set; }

    /// <summary>That the kill has not ended the tree was told.</summary>
    public bool IsStuckTold { get; set; }

    /// <summary>Grows with every kill; the alarm of an earlier one counts no more.</summary>
    public int Kill { get; set; }

    /// <summary>Armed while a kill has not yet succeeded.</summary>
    public ITimer? Alarm { get; set; }

    /// <summary>Armed when a look must be repeated for want of descriptors.</summary>
    public ITimer? Retry { get; set; }

    /// <summary>Processes (pid and start) that have been sent SIGKILL and need only time.</summary>
    public HashSet<(int Pid, long StartTicks)> Killed { get; } = [];

    /// <summary>How many of its processes are being watched for their death; when none is left, the tree is looked at again.</summary>
    public int Watched { get; set; }

    /// <summary>How many looks in a row found nothing.</summary>
    public int Empty { get; set; }
}
