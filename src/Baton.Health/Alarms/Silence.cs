using Baton.Core;
using Baton.Health.Manifests;

namespace Baton.Health.Alarms;

/// <summary>A person wants to be told nothing of a monitor for a while.</summary>
/// <param name="Monitor">The monitor; null for all.</param>
/// <param name="Until">It ends by itself then (UTC).</param>
/// <param name="Reason">Why, for people; at most <see cref="MaxReason"/> characters are kept.</param>
/// <param name="By">Who wanted it; at most <see cref="MaxBy"/> characters are kept.</param>
public sealed record Silence(string? Monitor, DateTimeOffset Until, string Reason, string By)
{
    /// <summary>How many there may be at a time: one for each monitor that a manifest may have, and one for all.</summary>
    public const int Most = HealthSection.Most + 1;

    /// <summary>How many characters of a reason are kept: 500.</summary>
    public const int MaxReason = 500;

    /// <summary>How many characters are kept of who wanted it: 200; the longest name of a token with the longest address is shorter.</summary>
    public const int MaxBy = 200;

    /// <summary>The same with no more text than is kept.</summary>
    public Silence Bounded() => Reason.Length <= MaxReason && By.Length <= MaxBy ? this
        : this with { Reason = Shortened.To(Reason, MaxReason).ToString(), By = Shortened.To(By, MaxBy).ToString() };
}
