namespace Baton.Supervision.Manifests;

/// <summary>What the services of a manifest start from.</summary>
/// <param name="BaseDirectory">Absolute path that relative paths in it are relative to.</param>
/// <param name="Environment">What every service inherits.</param>
/// <param name="FolderExists">Looks whether a folder is there.</param>
public sealed record ServicesContext(string BaseDirectory, IReadOnlyDictionary<string, string> Environment, Func<string, bool> FolderExists);
