namespace Baton.Health.Routes;

/// <summary>One path of Baton's own address that is answered by somebody else, as the manifest describes it. Compared by value.</summary>
/// <param name="Name">Of the form of <see cref="Core.Names"/>; unique among routes.</param>
/// <param name="Path">Begins with a slash and does not end with one; compared with what was asked for byte by byte, before anything in that is decoded.</param>
public sealed record GatewayRoute(string Name, string Path)
{
    /// <summary>Most retries: 10.</summary>
    public const int MostRetries = 10;

    /// <summary>Largest body that may be allowed: 1 TB.</summary>
    public const long LargestBody = 1_000_000_000_000;

    /// <summary>Longest of all times of a route: 1 h.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    /// <summary>Only the path itself; default is all below it too.</summary>
    public bool IsExact { get; init; }

    /// <summary>The monitor whose breaker is asked and told; null for none.</summary>
    public string? Monitor { get; init; }

    /// <summary>The service that answers, while it is ready; null for none.</summary>
    public string? Service { get; init; }

    /// <summary>Where to: an address without query; null: the port of the service, on loopback.</summary>
    public Uri? Url { get; init; }

    /// <summary>How long one attempt waits for the head of the answer. Default 30 s.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long it then waits for more of the body. Default 60 s.</summary>
    public TimeSpan Idle { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How often what may be repeated is tried again, 0 to <see cref="MostRetries"/>. Default 0.</summary>
    public int Retries { get; init; }

    /// <summary>The wait before each. Default 1 s.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The path is taken away from what is asked for there.</summary>
    public bool StripsPrefix { get; init; }

    /// <summary>Largest body of a request, in bytes. Default 100 MB; at most <see cref="LargestBody"/>.</summary>
    public long MaxBody { get; init; } = 100_000_000;

    /// <summary>What shows who asks (tokens, cookies) is handed on, but for what is Baton's own.</summary>
    public bool ForwardsCredentials { get; init; }

    /// <summary>Whoever asks is a proxy that is believed what it says of those behind it.</summary>
    public bool TrustsForwarded { get; init; }

    /// <summary>No token is needed.</summary>
    public bool IsPublic { get; init; }

    /// <summary>How clients of the earlier gateway know what answers (<c>Research</c>), who get failures in its form; null for all others.</summary>
    public string? SeedLabel { get; init; }
}
