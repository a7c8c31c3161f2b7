using System.Globalization;
using Baton.Core;
using Baton.Daemon.Startup;

namespace Baton.Daemon.Installing;

/// <summary>The unit by which systemd runs a project: where it belongs and what stands in it.</summary>
/// <param name="Name">With <c>.service</c>.</param>
/// <param name="Path">Absolute path where it belongs.</param>
/// <param name="Text">What is to stand in it.</param>
public sealed record UnitPlan(string Name, string Path, string Text)
{
    private const int LongestName = 200;

    /// <summary>Plans it, and looks whether it would be safe.</summary>
    /// <param name="folder">The project's folder; null is the current one.</param>
    /// <param name="isForUser">For the systemd of the present user, else for that of the machine.</param>
    /// <param name="name">Name without <c>.service</c>; null makes one of the folder's.</param>
    /// <param name="around">What it depends on besides.</param>
    /// <exception cref="BatonException">NotFound: there is no manifest. InvalidRequest, Forbidden: it would not be safe or could not work, and why.</exception>
    public static UnitPlan Of(string? folder, bool isForUser, string? name, UnitSurroundings around)
    {
        var home = System.IO.Path.GetFullPath(folder ?? ".");
        var named = System.IO.Path.GetDirectoryName(Locations.Find(new DaemonOptions(home, null, null, null, null, Empty: false, [], IsTesting: false), home).StateDirectory)!;
        var unit = NameOf(named, name);
        // Where links lead may change, and whoever can change it would choose what systemd runs: what is looked at is what it runs.
        var project = Native.Libc.RealPath(named) ?? throw Gone(named);
        var owner = Native.Libc.OwnerOf(project) ?? throw Gone(named);
        var user = isForUser || owner == 0 ? null : UserOf(project, owner);
        if (!isForUser && FolderTrust.ProblemOf(project, owner) is { } problem)
            throw new BatonException(ErrorCode.Forbidden, $"cannot install \"{project}\" for the machine: {problem}, and so could make systemd run anything; mend that, move the project, or install it for yourself with --user");
        var place = isForUser ? System.IO.Path.Combine(around.ConfigHome ?? System.IO.Path.Combine(around.Home, ".config"), "systemd", "user") : "/etc/systemd/system";
        return new UnitPlan(unit, System.IO.Path.Combine(place, unit), UnitText.Of(project, user, isForUser, around));
    }

    private static BatonException Gone(string project) => new(ErrorCode.NotFound, $"\"{project}\" is gone");

    private static string NameOf(string project, string? wanted)
    {
        if (wanted is null)
        {
            var safe = string.Concat(System.IO.Path.GetFileName(project).Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' ? c : '-'));
            return $"baton-{(safe.Length > LongestName ? safe[..LongestName] : safe)}.service";
        }

        var name = wanted.EndsWith(".service", StringComparison.Ordinal) ? wanted[..^".service".Length] : wanted;
        if (name.Length is 0 or > LongestName || name[0] is '.' or '-' || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.'))
            throw new BatonException(ErrorCode.InvalidRequest, "the name of a unit is made of letters, digits, \"-\", \"_\" and \".\", begins with a letter, digit or \"_\", and has at most 200 of them");
        return name + ".service";
    }

    /// <summary>As whom a project is run: its owner.</summary>
    private static string UserOf(string project, uint owner) => UnitSurroundings.NameOf(owner) ?? throw new BatonException(ErrorCode.InvalidRequest,
        string.Create(CultureInfo.InvariantCulture, $"\"{project}\" belongs to uid {owner}, which is no user of this machine: systemd could not run it as that; chown it"));
}
