namespace Baton.Cli;

/// <summary>Services that were enabled or disabled without a daemon.</summary>
/// <param name="Services">Their names.</param>
/// <param name="Warning">What a person should know besides; null when there is nothing.</param>
public sealed record EnabledOffline(IReadOnlyList<string> Services, string? Warning);
