namespace Baton.Processes;

/// <summary>What a process is given besides its program. What is null is as Baton itself has it, and costs nothing.</summary>
/// <param name="As">User and groups; another than Baton's own needs root.</param>
/// <param name="Nice">How far it steps back for others, -20 to 19, whatever Baton's own is. Less than Baton's own needs privilege.</param>
/// <param name="Umask">Bits that new files do not get, 0 to 0777 (octal).</param>
public sealed record Credentials(Identity? As = null, int? Nice = null, int? Umask = null);

/// <summary>Whose rights a process has.</summary>
/// <param name="Name">The user's name.</param>
/// <param name="Uid">The user's number.</param>
/// <param name="Gid">The group's number.</param>
/// <param name="HasGroupsOfUser">True: the other groups are those of the user, as after a login; false: they are Baton's own.</param>
public sealed record Identity(string Name, uint Uid, uint Gid, bool HasGroupsOfUser);
