namespace Baton.Control.Access;

/// <summary>Whom the API answers on TCP; replaced as a whole when a manifest is read again.</summary>
public sealed record AccessRules
{
    /// <summary>What holds where nothing is said: no token, no other names than its own.</summary>
    public static AccessRules Default { get; } = new();

    /// <summary>The tokens. While there is one, whoever asks must have one.</summary>
    public TokenSet Tokens { get; init; } = TokenSet.Empty;

    /// <summary>Other names that this machine is called by, as <c>baton.example</c> with any port or <c>baton.example:8443</c>.</summary>
    public IReadOnlyList<string> Hosts { get; init; } = [];

    /// <summary>Pages of other sites that may use the API, as <c>https://tools.example</c>.</summary>
    public IReadOnlyList<string> CorsOrigins { get; init; } = [];
}
