using Baton.Manifest.Binding;
using Baton.Supervision.Logs.Retention;

namespace Baton.Supervision.Manifests;

/// <summary>Binds the table <c>logs</c> of a manifest: how much of what services wrote is kept, of all together.</summary>
public static class LogsSection
{
    /// <summary>Reads it from the root, where it may be missing.</summary>
    public static LogRetention Bind(TableReader root)
    {
        if (root.SubTable("logs") is not { } table) return LogRetention.Default;
        var retention = new LogRetention(
            table.Size("max_total", LogRetention.Default.Bytes, 1_000_000, 1L << 50),
            TimeSpan.FromDays(table.Integer("keep_days", 0, 0, 36_500)));
        table.Finish();
        return retention;
    }
}
