namespace Baton.Daemon.Manifests;

/// <summary>What of a manifest is wanted.</summary>
/// <param name="Services">Names of the services to run, with what they depend on; empty is all of them.</param>
/// <param name="IsTesting">Their commands for testing take the place of the others.</param>
public sealed record ManifestChoice(IReadOnlyList<string> Services, bool IsTesting)
{
    /// <summary>Everything, as it is.</summary>
    public static ManifestChoice Everything { get; } = new([], false);
}
