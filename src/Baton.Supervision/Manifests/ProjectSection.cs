using Baton.Manifest.Binding;
using Baton.Supervision.Manifests.Targets;

namespace Baton.Supervision.Manifests;

/// <summary>What a manifest says of Baton itself, and of no service.</summary>
public sealed record ProjectSection
{
    /// <summary>What holds where nothing is said.</summary>
    public static ProjectSection Default { get; } = new();

    /// <summary>Services are stopped when Baton is killed (<c>on_daemon_exit = "stop"</c>), and do not wait for the next. Default false.</summary>
    public bool StopsWhenKilled { get; init; }

    /// <summary>The most that the journal takes, in bytes. Default 64 MB.</summary>
    public long JournalBytes { get; init; } = 64_000_000;

    /// <summary>How old what it keeps may be; zero: however old. Default 30 days.</summary>
    public TimeSpan JournalAge { get; init; } = TimeSpan.FromDays(30);

    /// <summary>Where the control API listens, and whom it answers.</summary>
    public ApiSection Api { get; init; } = ApiSection.Default;

    /// <summary>Who is told of events. Default: nobody.</summary>
    public IReadOnlyList<NotifyTarget> Notify { get; init; } = [];

    /// <summary>Reads it from the root, where all of it may be missing.</summary>
    public static ProjectSection Bind(TableReader root)
    {
        var section = Default with
        {
            StopsWhenKilled = root.Word("on_daemon_exit", "keep", "stop") == "stop",
            Api = ApiSection.Bind(root),
            Notify = NotifySection.Bind(root),
        };
        if (root.SubTable("journal") is not { } table) return section;
        section = section with
        {
            // A segment of 1 MB goes at a time, and the newest stays.
            JournalBytes = table.Size("max_total", Default.JournalBytes, 2_000_000, 1L << 40),
            JournalAge = TimeSpan.FromDays(table.Integer("keep_days", (long)Default.JournalAge.TotalDays, 0, 36_500)),
        };
        table.Finish();
        return section;
    }
}
