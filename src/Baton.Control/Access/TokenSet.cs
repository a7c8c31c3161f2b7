using System.Security.Cryptography;

namespace Baton.Control.Access;

/// <summary>The tokens that are known, at most 1,001; never changed.</summary>
/// <param name="tokens">All of them.</param>
/// <param name="isClosed">There should be some that are not known now: so whoever asks must have one, and nobody has.</param>
public sealed class TokenSet(IReadOnlyList<AccessToken> tokens, bool isClosed = false)
{
    /// <summary>No token: nobody is asked for one.</summary>
    public static TokenSet Empty { get; } = new([]);

    /// <summary>Tokens that cannot be known now: nobody has one.</summary>
    public static TokenSet Closed { get; } = new([], isClosed: true);

    /// <summary>There is none, so nobody is asked for one.</summary>
    public bool IsEmpty => tokens.Count == 0 && !isClosed;

    /// <summary>The token that this text is; null when it is none.</summary>
    public AccessToken? Find(string presented)
    {
        var hash = AccessToken.HashOf(presented);
        AccessToken? found = null;
        // All are looked at, and hashes of one length compared, so that the time it takes tells nothing of any of them.
        foreach (var token in tokens)
        {
            if (CryptographicOperations.FixedTimeEquals(hash, token.Hash)) found = token;
        }

        return found;
    }

    /// <summary>Whether this very token, with its role, is one of these.</summary>
    public bool Holds(AccessToken token)
    {
        foreach (var one in tokens)
        {
            if (one.Role == token.Role && CryptographicOperations.FixedTimeEquals(one.Hash, token.Hash)) return true;
        }

        return false;
    }

    /// <summary>The token that this session was begun with; null when it was with none of these, or is over.</summary>
    /// <param name="session">Value of the cookie.</param>
    /// <param name="now">The time.</param>
    public AccessToken? FindSession(string session, DateTimeOffset now)
    {
        AccessToken? found = null;
        foreach (var token in tokens)
        {
            if (SessionCookie.IsOf(session, token, now)) found = token;
        }

        return found;
    }
}
