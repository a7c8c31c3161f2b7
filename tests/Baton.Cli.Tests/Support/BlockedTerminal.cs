namespace Baton.Cli.Tests.Support;

/// <summary>A terminal that somebody stopped with Ctrl+S: a write returns when it is let go.</summary>
internal sealed class BlockedTerminal : SharedBuffer
{
    private readonly ManualResetEventSlim _open = new();

    /// <summary>Set when the first write has begun.</summary>
    public ManualResetEventSlim IsBlocked { get; } = new();

    public void LetGo() => _open.Set();

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        IsBlocked.Set();
        _open.Wait();
        base.Write(buffer);
    }
}
