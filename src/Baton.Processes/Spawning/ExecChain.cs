using System.Globalization;
using Baton.Core;
using Baton.Processes.Accounts;
using Baton.Processes.Native;

namespace Baton.Processes.Spawning;

/// <summary>
/// What is executed for a launch. Without credentials that is its program. With them it is a chain of the system's small programs, each of
/// which becomes the next, so that the pid stays: <c>sh</c> for the umask, then <c>nice</c>, while there is still the privilege for it,
/// then <c>setpriv</c>, which becomes the program; before them all <c>prlimit</c>, while a limit may still be raised. What the chain could only tell by an exit code is looked at before.
/// </summary>
internal static class ExecChain
{
    private static readonly string[] Folders = ["/usr/bin", "/bin", "/usr/sbin", "/sbin"];

    /// <summary>Path of what is executed, and its arguments.</summary>
    /// <param name="launch">What is to run.</param>
    /// <param name="toolFolders">Where the small programs are looked for; the system's own folders, if it is not told.</param>
    /// <exception cref="BatonException">SpawnFailed: there is no such program, or the user may not execute it.</exception>
    public static (string Program, IReadOnlyList<string> Arguments) Of(Launch launch, IReadOnlyList<string>? toolFolders = null)
    {
        var program = ProgramLookup.Find(launch) ?? throw SpawnDiagnosis.Failure(SpawnDiagnosis.NotFound(launch), SpawnDiagnosis.NumberOf(launch, program: null));
        if (launch is { Credentials: null, Limits: null }) return (program, launch.Command);
        var folders = toolFolders ?? Folders;
        var credentials = launch.Credentials ?? new Credentials();
        List<string> chain = [.. RlimitLink.Of(launch.Limits, name => Tool(name, folders)), .. Links(credentials, folders)];
        if (chain.Count == 0) return (program, launch.Command);
        if (SpawnDiagnosis.ProblemOf(launch, program) is { } problem) throw SpawnDiagnosis.Failure(problem, SpawnDiagnosis.NumberOf(launch, program));
        // The last link of the chain would give it to the shell.
        if (!launch.UsesShell && SpawnDiagnosis.IsForShell(launch, program)) throw SpawnDiagnosis.Failure(SpawnDiagnosis.Explain(launch, program, Libc.Errno.ENOEXEC), Libc.Errno.ENOEXEC);
        if (credentials.As is { } user && UserSight.ProblemOf(launch, user) is { } refusal) throw Failure(refusal);
        return (chain[0], [.. chain, .. launch.Command]);
    }

    private static List<string> Links(Credentials credentials, IReadOnlyList<string> folders)
    {
        var chain = new List<string>();
        if (credentials.Umask is { } umask) chain.AddRange([Tool("sh", folders), "-c", "umask \"$1\" && shift && exec \"$@\"", "sh", Convert.ToString(umask, 8)]);
        // It takes the difference to what it is started with.
        if (credentials.Nice is { } nice && nice - SystemAccounts.OwnNiceness is var more and not 0)
            chain.AddRange([Tool("nice", folders), "-n", more.ToString(CultureInfo.InvariantCulture), "--"]);
        if (credentials.As is not { } user) return chain;
        chain.Add(Tool("setpriv", folders));
        if (user.HasGroupsOfUser) chain.AddRange(["--reuid", user.Uid.ToString(CultureInfo.InvariantCulture)]);
        chain.AddRange(["--regid", user.Gid.ToString(CultureInfo.InvariantCulture), user.HasGroupsOfUser ? "--init-groups" : "--keep-groups", "--"]);
        return chain;
    }

    /// <summary>Only where the system keeps its own: it may run with more rights than the service, whose PATH is not to be trusted with that.</summary>
    private static string Tool(string name, IReadOnlyList<string> folders) =>
        folders.Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists)
        ?? throw Failure($"\"{name}\" is needed for its user, group, nice, umask or limits, and is not in {string.Join(", ", folders)}");

    private static BatonException Failure(string reason) => new(ErrorCode.SpawnFailed, reason);
}
