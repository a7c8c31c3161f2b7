using Baton.Health.History;

namespace Baton.Control.StatusPages;

/// <summary>A monitor as everybody may see it: no address, and no text that a program wrote.</summary>
/// <param name="Name">Its name, by which badges are asked for.</param>
/// <param name="Title">What it is called.</param>
/// <param name="Group">Which others it is shown with; null for none.</param>
/// <param name="Standing">How it does.</param>
internal sealed record PublicMonitor(string Name, string Title, string? Group, PublicStanding Standing)
{
    /// <summary>While it is down: what is wrong, in a few words of our own.</summary>
    public string? Trouble { get; init; }

    /// <summary>The time in which it is down now; null: it is not.</summary>
    public PublicIncident? Open { get; init; }

    /// <summary>Uptime of the last 24 hours.</summary>
    public Uptime Day { get; init; }

    /// <summary>Of the last 7 days.</summary>
    public Uptime Week { get; init; }

    /// <summary>Of the last 30 days.</summary>
    public Uptime Month { get; init; }

    /// <summary>What was before.</summary>
    public PublicPast Past { get; init; } = PublicPast.None;
}
