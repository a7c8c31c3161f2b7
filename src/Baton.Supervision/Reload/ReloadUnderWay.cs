namespace Baton.Supervision.Reload;

/// <summary>A <c>reload_command</c> that runs; and, once, the next, when more has changed since it began: it may have read the files before that.</summary>
internal sealed class ReloadUnderWay
{
    /// <summary>Told what was wrong with it, null for nothing.</summary>
    public TaskCompletionSource<string?> Told { get; } = NewTold();

    /// <summary>Told of the next; null when none is to follow.</summary>
    public TaskCompletionSource<string?>? Again { get; private set; }

    /// <summary>The notice that the next follows from.</summary>
    public long AgainSeq { get; private set; }

    /// <summary>More has changed: however often, one more follows.</summary>
    public Task<string?> OnceMore(long seq)
    {
        (Again, AgainSeq) = (Again ?? NewTold(), seq);
        return Again.Task;
    }

    private static TaskCompletionSource<string?> NewTold() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
