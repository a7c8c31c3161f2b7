namespace Baton.Cli;

/// <summary>What <c>baton check</c> was asked for; null is "not said". Paths are as typed, relative to the current folder.</summary>
/// <param name="ConfigOrFolder">A manifest, or a folder to look for one in; null means the current folder.</param>
/// <param name="BaseDirectory">What relative paths in it are relative to; null means as the kind of manifest says.</param>
/// <param name="Services">Names of the services to check, with what they depend on; empty is all of them.</param>
/// <param name="IsTesting">Their commands for testing take the place of the others.</param>
public sealed record CheckOptions(string? ConfigOrFolder, string? BaseDirectory, IReadOnlyList<string> Services, bool IsTesting);
