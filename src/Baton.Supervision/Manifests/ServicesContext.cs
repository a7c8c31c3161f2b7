using Baton.Manifest.Binding;
using Baton.Supervision.Replicas;

namespace Baton.Supervision.Manifests;

/// <summary>What the services of a manifest start from.</summary>
/// <param name="BaseDirectory">Absolute path that relative paths in it are relative to.</param>
/// <param name="Environment">What every service inherits, and what is put into texts where the format knows that.</param>
/// <param name="Disk">What is on the disk.</param>
public sealed record ServicesContext(string BaseDirectory, IReadOnlyDictionary<string, string> Environment, ManifestDisk Disk)
{
    /// <summary><c>testing_command</c> takes the place of the command where there is one.</summary>
    public bool IsTesting { get; init; }

    /// <summary>The services to run, with what they depend on; empty (the default) is all of them.</summary>
    public IReadOnlyList<string> Only { get; init; } = [];

    /// <summary>How many replicas people asked for, by the name of the whole; the manifest's number where it is another than it was then.</summary>
    public IReadOnlyDictionary<string, AskedScale> Scales { get; init; } = new Dictionary<string, AskedScale>();

    /// <summary>Told each service with replicas, in the order of the file.</summary>
    public Action<ReplicaSet>? Found { get; init; }

    /// <summary>Told each monitor that a service depends on, by the name of the service; who knows the monitors looks whether it exists.</summary>
    public Action<string, PlacedText>? MonitorNamed { get; init; }

    /// <summary>Absolute path of the engine's socket; empty when there is a problem.</summary>
    internal string EngineSocket { get; init; } = "";

    /// <summary>Why no engine can be used, for whoever wants one; null when one can be.</summary>
    internal string? EngineProblem { get; init; }

    /// <summary>Variables of the service that is read, over what it inherits and under all else.</summary>
    internal IReadOnlyDictionary<string, string> Variables { get; init; } = NoVariables;

    internal static IReadOnlyDictionary<string, string> NoVariables { get; } = new Dictionary<string, string>();
}
