namespace Baton.Cli;

/// <summary>What <c>baton up</c> was asked for; null is "not said". Paths are as typed, relative to the current folder.</summary>
/// <param name="Folder">Where to look for a manifest; null means the current folder.</param>
/// <param name="Config">The manifest itself.</param>
/// <param name="BaseDirectory">What relative paths in the manifest are relative to.</param>
/// <param name="State">The state directory.</param>
/// <param name="Listen">TCP addresses of the API, <c>HOST:PORT</c>; <c>none</c> means the Unix socket only; null or none: as the manifest says.</param>
/// <param name="Empty">Run without a manifest.</param>
/// <param name="Services">Names of the services to run, with what they depend on; empty is all of them.</param>
/// <param name="IsTesting">Their commands for testing take the place of the others.</param>
public sealed record UpOptions(
    string? Folder, string? Config, string? BaseDirectory, string? State, IReadOnlyList<string>? Listen, bool Empty, IReadOnlyList<string> Services, bool IsTesting)
{
    /// <summary>The daemon's own log, and what <c>up</c> prints, is an object a line.</summary>
    public bool IsLogJson { get; init; }

    /// <summary>Where clients control the runtime: a path or <c>HOST:PORT</c>.</summary>
    public string? ControlSocket { get; init; }

    /// <summary>Where the runtime takes datagrams of others, <c>HOST:PORT</c>.</summary>
    public string? IpcSocket { get; init; }

    /// <summary>Where the runtime sends what instances measure, <c>HOST:PORT</c>.</summary>
    public string? TelemetrySocket { get; init; }

    /// <summary>Whose datagrams the runtime takes.</summary>
    public IReadOnlyList<string> Peers { get; init; } = [];

    /// <summary>Other machines may control the runtime.</summary>
    public bool IsControlInsecure { get; init; }
}
