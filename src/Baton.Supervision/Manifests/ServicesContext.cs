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
}
