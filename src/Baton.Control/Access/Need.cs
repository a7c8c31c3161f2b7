namespace Baton.Control.Access;

/// <summary>What whoever asks must be allowed, at least; each one includes those before it.</summary>
public enum Need
{
    /// <summary>Nothing: anybody whom a listener takes may ask.</summary>
    Nothing,

    /// <summary>To look.</summary>
    Read,

    /// <summary>To change something.</summary>
    Operate,

    /// <summary>To be the daemon's own user, by the Unix socket.</summary>
    LocalUser,
}
