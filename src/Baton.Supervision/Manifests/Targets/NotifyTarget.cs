namespace Baton.Supervision.Manifests.Targets;

/// <summary>Somebody who is told of events by a webhook: <c>[notify.NAME]</c>.</summary>
public sealed record NotifyTarget
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Where to; http or https. It may hold a secret, so nothing shows more than its host.</summary>
    public required Uri Url { get; init; }

    /// <summary>Headers besides those of every request.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>What is sent.</summary>
    public NotifyTemplate Body { get; init; } = NotifyTemplate.Json;

    /// <summary>Of which events it is told: words of <see cref="NotifyWords"/>.</summary>
    public IReadOnlyList<string> On { get; init; } = NotifyWords.Default;

    /// <summary>Only of these services or groups; empty: of all, and of Baton itself, unless it names monitors.</summary>
    public IReadOnlyList<string> Services { get; init; } = [];

    /// <summary>Only of these monitors, by name, tag or group; empty: of all, unless it names services.</summary>
    public IReadOnlyList<string> Monitors { get; init; } = [];

    /// <summary>It is told of everything, as far as the words go.</summary>
    public bool HearsAll => Services.Count == 0 && Monitors.Count == 0;

    /// <summary>How long one attempt may take. Default 10 s.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How many messages a minute; what comes faster is put into one. Default 30.</summary>
    public int PerMinute { get; init; } = 30;

    /// <summary>It may be at an address of the link or of a cloud's own services (169.254.0.0/16, fe80::/10 and the like).</summary>
    public bool AllowsPrivate { get; init; }

    /// <summary>All of it is the same.</summary>
    public bool IsSameAs(NotifyTarget other) =>
        this with { Headers = other.Headers, On = other.On, Services = other.Services, Monitors = other.Monitors } == other
        && Headers.SequenceEqual(other.Headers) && On.SequenceEqual(other.On) && Services.SequenceEqual(other.Services) && Monitors.SequenceEqual(other.Monitors);
}
