namespace Baton.Bench.World;

/// <summary>
/// Memory that has been touched. Many virtual machines get each page from their host at its first touch, at a twentieth of the speed of
/// one that they have, and give free pages back after seconds: whoever writes a gigabyte into the page cache then measures the host. So this
/// much is held, and let go right before something is measured that needs it, for everybody alike.
/// </summary>
internal sealed unsafe class WarmMemory(long bytes) : IDisposable
{
    private const int Page = 4096;
    private byte* _memory;

    /// <summary>Takes and touches it. That can take many seconds the first time.</summary>
    public void Hold()
    {
        if (_memory is not null) return;
        _memory = Native.MapHuge(bytes);
        for (long at = 0; at < bytes; at += Page) _memory[at] = 1;
    }

    /// <summary>Gives it back to the system, which hands it out again within the next seconds.</summary>
    public void LetGo()
    {
        if (_memory is not null) Native.Unmap(_memory, bytes);
        _memory = null;
    }

    public void Dispose() => LetGo();
}
