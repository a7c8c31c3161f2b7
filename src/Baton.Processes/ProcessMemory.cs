using Baton.Processes.Native;

namespace Baton.Processes;

/// <summary>Memory that this process has and does not need.</summary>
public static class ProcessMemory
{
    /// <summary>How long after a beginning its memory is given back: the runtime's second compilation of what was used is over then.</summary>
    public static readonly TimeSpan AfterBeginning = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Gives back what a beginning leaves behind: a heap that once was larger, and what the compiler has freed, which the C library otherwise keeps,
    /// and the pages of programs that were needed to begin only. Takes a few milliseconds; to be called once, when a process has begun and settles down to a long life.
    /// </summary>
    public static void GiveBack()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        Libc.GiveBackFreed();
        FilePages.GiveBack();
    }
}
