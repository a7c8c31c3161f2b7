namespace Baton.Contracts;

/// <summary>
/// Answer of <c>GET /api/v1/services/{name}/launch</c>: what a service is run with. It can hold secrets, so it is given through the Unix socket only.
/// </summary>
public sealed record LaunchRecord
{
    /// <summary>Name of the service.</summary>
    public required string Name { get; init; }

    /// <summary>Program and arguments.</summary>
    public required IReadOnlyList<string> Command { get; init; }

    /// <summary>Absolute path of the folder it starts in.</summary>
    public required string WorkingDirectory { get; init; }

    /// <summary>The whole environment, but for what Baton adds to each run.</summary>
    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    /// <summary>Number of the user that the daemon runs as.</summary>
    public required uint DaemonUid { get; init; }

    /// <summary>As whom it runs; null: as the daemon.</summary>
    public LaunchUser? User { get; init; }

    /// <summary>Its niceness, -20 to 19; null: the daemon's.</summary>
    public int? Nice { get; init; }

    /// <summary>Its umask; null: 022.</summary>
    public int? Umask { get; init; }
}

/// <summary>Whose rights a service has.</summary>
/// <param name="Name">The user's name.</param>
/// <param name="Uid">The user's number.</param>
/// <param name="Gid">The group's number.</param>
/// <param name="HasGroupsOfUser">The other groups are those of the user; else they are the daemon's.</param>
public sealed record LaunchUser(string Name, uint Uid, uint Gid, bool HasGroupsOfUser);
