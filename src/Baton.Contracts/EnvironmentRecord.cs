namespace Baton.Contracts;

/// <summary>Answer of <c>GET /api/v1/services/{name}/environment</c>.</summary>
/// <param name="Variables">All variables that the service is started with, but for what Baton adds to each run, in the order of their names.</param>
public sealed record EnvironmentRecord(IReadOnlyList<VariableRecord> Variables);

/// <summary>A variable of a service.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">Its value, or what stands in place of it.</param>
/// <param name="Masked">The value, or a part of it, is not shown: it is a secret by its name, or was inherited and not declared in the manifest.</param>
public sealed record VariableRecord(string Name, string Value, bool Masked);
