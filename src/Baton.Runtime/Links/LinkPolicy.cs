namespace Baton.Runtime.Links;

/// <summary>What happens when as many messages of a link wait for their target as may.</summary>
public enum LinkPolicy
{
    /// <summary>The oldest of them is dropped.</summary>
    DropOldest,

    /// <summary>The newest is dropped.</summary>
    DropNewest,

    /// <summary>Only the newest waits, and the last one is also given to an instance that connects later.</summary>
    Latest,

    /// <summary>Nothing more is read from the sender until there is room.</summary>
    Block,
}
