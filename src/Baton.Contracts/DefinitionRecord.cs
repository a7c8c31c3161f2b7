namespace Baton.Contracts;

/// <summary>Answer of <c>GET /api/v1/services/{name}/definition</c>: what the manifest in force says of a service. Secrets are masked.</summary>
/// <param name="Source">The form of the manifest: <c>native</c>, <c>watchdog</c> (a <c>services.toml</c>) or <c>robot</c> (a <c>service_registry.json</c>).</param>
/// <param name="Text">The lines of the service, as they were when the manifest was put in force; those of several files one after the other.</param>
/// <param name="Keys">What holds for the service, by the keys of the native manifest: what is written, and defaults.</param>
/// <param name="File">The file that <paramref name="Text"/> is from; the first one of several.</param>
/// <param name="Line">Where it begins there, from 1.</param>
public sealed record DefinitionRecord(string Source, string Text, IReadOnlyDictionary<string, string> Keys, string? File = null, int? Line = null);
