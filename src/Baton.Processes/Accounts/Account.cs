namespace Baton.Processes.Accounts;

/// <summary>A user of this system.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Uid">Its number.</param>
/// <param name="Gid">Number of its primary group.</param>
/// <param name="Home">Its home folder.</param>
/// <param name="Shell">Its login shell.</param>
public sealed record Account(string Name, uint Uid, uint Gid, string Home, string Shell);
