namespace Baton.Runtime.Instances;

/// <summary>What became of a program that was sent.</summary>
/// <param name="File">Absolute path of the file; null when there is none.</param>
/// <param name="Causes">Why not, the outermost first; null when there is a file.</param>
public sealed record UploadOutcome(string? File, IReadOnlyList<string>? Causes);
