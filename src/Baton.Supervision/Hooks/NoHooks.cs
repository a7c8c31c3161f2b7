namespace Baton.Supervision.Hooks;

/// <summary>Where there is nobody to run hooks: each fails.</summary>
internal sealed class NoHooks : IHooks, IHook
{
    public static NoHooks Instance { get; } = new();

    /// <inheritdoc/>
    public IHook Begin(HookOrder order, Action<HookOutcome> ended)
    {
        ended(new HookOutcome("there is nobody to run it", TimeSpan.Zero, ""));
        return this;
    }

    /// <inheritdoc/>
    public void Terminate()
    {
        // It is over.
    }

    /// <inheritdoc/>
    public void Kill()
    {
        // It is over.
    }
}
