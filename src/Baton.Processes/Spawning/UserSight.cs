using Baton.Processes.Accounts;
using Baton.Processes.Native;

namespace Baton.Processes.Spawning;

/// <summary>
/// Looks at a launch with the rights of the user that it is for. The kernel keeps those for files per thread, so a thread of its own takes
/// them on, looks, and ends; no other thread and no spawn ever has them.
/// </summary>
internal static class UserSight
{
    private const int StackBytes = 256 * 1024;

    /// <summary>Why this user cannot execute it, for people; null when nothing speaks against it.</summary>
    public static string? ProblemOf(Launch launch, Identity user)
    {
        if (user.Uid == 0 || SystemAccounts.OwnUser != 0) return null;
        var groups = user.HasGroupsOfUser ? SystemAccounts.GroupsOf(user.Name, user.Gid) : null;
        string? problem = null;
        var thread = new Thread(() => problem = Look(launch, user, groups), StackBytes) { IsBackground = true, Name = "baton looks as a user" };
        try
        {
            thread.Start();
        }
        catch (Exception e) when (e is OutOfMemoryException or ThreadStartException)
        {
            // How .NET says that the system gives no more threads. It is only a look: what is wrong shows in the exit code then.
            return null;
        }

        thread.Join();
        return problem;
    }

    private static string? Look(Launch launch, Identity user, uint[]? groups)
    {
        // In this order: giving up root's rights is the last thing that needs them. Where it is refused, setpriv will be too, and says so.
        if (groups is not null && !Libc.SetThreadGroups(groups)) return null;
        Libc.setfsgid(user.Gid);
        Libc.setfsuid(user.Uid);
        if (!Libc.MayExecute(launch.WorkingDirectory)) return $"working directory \"{launch.WorkingDirectory}\" may not be entered by user \"{user.Name}\"";
        if (ProgramLookup.Find(launch, Libc.MayExecute) is not { } program)
            return $"program \"{launch.Command[0]}\" is in no folder of PATH ({ProgramLookup.PathOf(launch)}) where user \"{user.Name}\" may execute it";
        var path = Path.Combine(launch.WorkingDirectory, program);
        return Libc.MayExecute(path) ? null : $"\"{path}\" may not be executed by user \"{user.Name}\"";
    }
}
