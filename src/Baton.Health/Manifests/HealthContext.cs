namespace Baton.Health.Manifests;

/// <summary>What monitors start from.</summary>
/// <param name="BaseDirectory">Absolute path of the project, where programs start that ask.</param>
/// <param name="Environment">What such a program inherits, and where the variables are that describe monitors.</param>
/// <param name="EnvFile">Content of the file <c>.env</c> of the project; null when there is none.</param>
public sealed record HealthContext(string BaseDirectory, IReadOnlyDictionary<string, string> Environment, byte[]? EnvFile);
