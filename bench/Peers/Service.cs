namespace Baton.Bench.Peers;

/// <summary>A service to be supervised: restarted always and at once, its output kept without rotation when <paramref name="IsLogged"/>.</summary>
internal sealed record Service(string Name, IReadOnlyList<string> Command, bool IsLogged = false)
{
    /// <summary>Asked every 5 s whether it is ready; null when it is not. For those that can.</summary>
    public string? ReadinessUrl { get; init; }

    /// <summary><paramref name="count"/> services that report to <paramref name="fifo"/> and wait.</summary>
    public static Service[] Many(int count, string beacon, string fifo, params string[] more) =>
        [.. Enumerable.Range(1, count).Select(n => new Service($"s{n:D4}", [beacon, fifo, .. more]))];
}
