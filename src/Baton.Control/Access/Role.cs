namespace Baton.Control.Access;

/// <summary>What whoever asks may do; each one includes those before it.</summary>
public enum Role
{
    /// <summary>Only what is answered to everybody.</summary>
    None,

    /// <summary>To look.</summary>
    Read,

    /// <summary>To look and to change.</summary>
    Operate,
}
