using Baton.Control.Access;
using Baton.Daemon.Manifests;
using Baton.Processes.Accounts;

namespace Baton.Daemon.Access;

/// <summary>Reads whom the API answers: what the manifest says, its token file, and the token of the environment.</summary>
internal static class AccessReading
{
    /// <summary>Name of the variable that holds a token; set but empty is not set.</summary>
    public const string Variable = "ORCHESTRATOR_TOKEN";

    /// <summary>The rules of a manifest.</summary>
    /// <param name="manifest">It.</param>
    /// <param name="token">Value of the variable.</param>
    /// <exception cref="Core.BatonException">InvalidManifest: its token file cannot be used.</exception>
    public static AccessRules Of(ManifestReading manifest, string? token)
    {
        var api = manifest.Manifest.Project.Api;
        var tokens = new List<AccessToken>();
        // As a header brings it: blanks around it cannot be sent.
        if (token?.Trim() is { Length: > 0 } given) tokens.Add(AccessToken.Of(Variable, Role.Operate, given));
        if (api.TokenFile is { } file) tokens.AddRange(TokenFile.Read(Path.GetFullPath(file, manifest.Locations.BaseDirectory), SystemAccounts.OwnUser));
        return new AccessRules { Tokens = new TokenSet(tokens), Hosts = api.Hosts, CorsOrigins = api.CorsOrigins };
    }
}
