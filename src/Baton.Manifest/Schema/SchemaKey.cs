namespace Baton.Manifest.Schema;

/// <summary>A key of a manifest, as editors are told of it.</summary>
/// <param name="Name">As it is written.</param>
/// <param name="Type">What its value must be.</param>
/// <param name="Description">What it means, with the unit; no full stop.</param>
/// <param name="Default">What holds without it, as JSON; null when that cannot be said in one value.</param>
public sealed record SchemaKey(string Name, SchemaType Type, string Description, string? Default = null);
