using System.Security.Cryptography;
using System.Text;

namespace Baton.Control.Access;

/// <summary>A token that is known; of the token itself only a hash is held.</summary>
public sealed class AccessToken
{
    private readonly byte[] _hash;

    private AccessToken(string name, Role role, byte[] hash) => (Name, Role, _hash) = (name, role, hash);

    /// <summary>What it is called, for the record.</summary>
    public string Name { get; }

    /// <summary>What it allows.</summary>
    public Role Role { get; }

    /// <summary>The hash, which is also the key of the sessions that were begun with it.</summary>
    internal ReadOnlySpan<byte> Hash => _hash;

    /// <summary>A token.</summary>
    /// <param name="name">What it is called.</param>
    /// <param name="role">What it allows.</param>
    /// <param name="text">The token itself; not held.</param>
    public static AccessToken Of(string name, Role role, string text) => new(name, role, HashOf(text));

    /// <summary>The hash of a text that may be a token.</summary>
    internal static byte[] HashOf(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
