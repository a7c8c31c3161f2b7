namespace Baton.Supervision.Notifying;

/// <summary>A service says by itself that it is ready, how it does and that it lives (sd_notify).</summary>
/// <param name="Watchdog">Once ready it must say so often that it lives; null when it need not. 0.1 s to 24 h.</param>
public sealed record ServiceNotify(TimeSpan? Watchdog = null);
