using Baton.Processes.Accounts;

namespace Baton.Daemon.Installing;

/// <summary>What a unit depends on besides the project.</summary>
/// <param name="Program">Absolute path of Baton, and what must stand before its own words.</param>
/// <param name="Path">Where programs are looked for; null when nothing says so.</param>
/// <param name="Home">Home folder of the user.</param>
/// <param name="ConfigHome">The user's folder for settings (<c>XDG_CONFIG_HOME</c>); null: <c>.config</c> in <paramref name="Home"/>.</param>
/// <param name="DotnetRoot">Where .NET is; null: in a usual place, or not needed.</param>
public sealed record UnitSurroundings(IReadOnlyList<string> Program, string? Path, string Home, string? ConfigHome, string? DotnetRoot)
{
    private const string BuildFolder = "/artifacts/baton/build-";

    /// <summary>What there is now.</summary>
    public static UnitSurroundings Present() => new(
        ProgramOf(Environment.ProcessPath!, Environment.GetCommandLineArgs()[0]),
        Environment.GetEnvironmentVariable("PATH"),
        Environment.GetFolderPath(Environment.SpecialFolder.UserProfile),
        Environment.GetEnvironmentVariable("XDG_CONFIG_HOME"),
        Environment.GetEnvironmentVariable("DOTNET_ROOT"));

    /// <summary>What to start for what runs now: a build of a checkout is replaced by the next one, but the link to the present one stays.</summary>
    internal static IReadOnlyList<string> ProgramOf(string program, string first)
    {
        if (System.IO.Path.GetFileName(program) == "dotnet") return [program, System.IO.Path.GetFullPath(first)];
        var at = program.IndexOf(BuildFolder, StringComparison.Ordinal);
        return at < 0 ? [program] : [$"{program[..at]}/artifacts/baton/current/{System.IO.Path.GetFileName(program)}"];
    }

    /// <summary>Name of a user; null when nobody has the number.</summary>
    internal static string? NameOf(uint uid) => SystemAccounts.FindUser(uid.ToString(System.Globalization.CultureInfo.InvariantCulture))?.Name;
}
