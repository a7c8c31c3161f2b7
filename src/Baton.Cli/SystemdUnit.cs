namespace Baton.Cli;

/// <summary>What <c>baton install</c> was asked for; null is "not said".</summary>
/// <param name="Folder">The project's folder; null is the current one.</param>
/// <param name="IsForUser">For the systemd of the present user, else for that of the machine.</param>
/// <param name="Name">Name of the unit without <c>.service</c>; null makes one of the folder's.</param>
public sealed record UnitWish(string? Folder, bool IsForUser, string? Name);

/// <summary>A unit file for systemd.</summary>
/// <param name="Name">With <c>.service</c>.</param>
/// <param name="Path">Absolute path where it belongs.</param>
/// <param name="Text">What is to stand in it.</param>
/// <param name="IsSystemdRunning">systemd runs this machine, so that it can be used.</param>
public sealed record SystemdUnit(string Name, string Path, string Text, bool IsSystemdRunning)
{
    /// <summary>The first line of each file of ours; what does not begin with it is never replaced or removed.</summary>
    public const string Mark = "# Written by: baton install";

    private const string FolderKey = "WorkingDirectory=";

    /// <summary>Folder of the project, as a unit writes it.</summary>
    public string? Folder => FolderIn(Text.Split('\n'));

    /// <summary>Folder of the project whose unit lies at <see cref="Path"/> now; null when there is none, or it names none.</summary>
    public string? FolderInPlace() => File.Exists(Path) ? FolderIn(File.ReadLines(Path)) : null;

    private static string? FolderIn(IEnumerable<string> lines) => lines.FirstOrDefault(line => line.StartsWith(FolderKey, StringComparison.Ordinal))?[FolderKey.Length..];
}
