using Baton.Processes.Accounts;

namespace Baton.Supervision.Manifests;

/// <summary>How a manifest is compared with the users of the system.</summary>
public sealed record ManifestAccounts
{
    /// <summary>Those that there are.</summary>
    public static ManifestAccounts OfSystem { get; } = new();

    /// <summary>Every user and group is there, and Baton may be all of them: for services that are not going to run.</summary>
    public static ManifestAccounts Unseen { get; } = new()
    {
        OwnUser = 0,
        OwnGroup = 0,
        LeastNiceness = -20,
        FindUser = name => new Account(name, 0, 0, "/", "/bin/sh"),
        FindGroup = _ => 0,
    };

    /// <summary>Number of the user that Baton runs as; 0 may become everybody.</summary>
    public uint OwnUser { get; init; } = SystemAccounts.OwnUser;

    /// <summary>Number of the group that Baton runs as.</summary>
    public uint OwnGroup { get; init; } = SystemAccounts.OwnGroup;

    /// <summary>The least niceness that Baton may give.</summary>
    public int LeastNiceness { get; init; } = SystemAccounts.LeastNiceness;

    /// <summary>A user by name or number.</summary>
    public Func<string, Account?> FindUser { get; init; } = SystemAccounts.FindUser;

    /// <summary>A group's number by name or number.</summary>
    public Func<string, uint?> FindGroup { get; init; } = SystemAccounts.FindGroup;

    /// <summary>Names to suggest one of.</summary>
    public Func<IReadOnlyList<string>> UserNames { get; init; } = SystemAccounts.UserNames;

    /// <summary>Names to suggest one of.</summary>
    public Func<IReadOnlyList<string>> GroupNames { get; init; } = SystemAccounts.GroupNames;
}
