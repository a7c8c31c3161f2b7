using System.Globalization;
using System.Net.Sockets;
using Baton.Contracts;
using Baton.Daemon.State;
using Baton.Processes;
using Baton.Processes.Accounts;

namespace Baton.Daemon.Doctor;

/// <summary>The state directory of a project: whose it is, whether it can be used, what was set aside in it.</summary>
internal static class StateChecks
{
    private const long LittleSpace = 256L << 20, HardlyAnySpace = 16L << 20;
    private const int MostNames = 5;

    public static IEnumerable<FindingRecord> All(string home)
    {
        var state = Path.Combine(home, ".baton");
        var space = new DriveInfo(Directory.Exists(state) ? state : home).AvailableFreeSpace;
        yield return Space(space);
        if (!Directory.Exists(state))
        {
            yield return MachineFeatures.MayWrite(home)
                ? FindingRecord.Ok("state", $"\"{state}\" is not there yet; the first \"up\" makes it")
                : FindingRecord.Problem("state", $"\"{home}\" cannot be written, so no \"up\" can make \"{state}\"", "be its owner, or name another place with: baton up --state DIR");
            yield break;
        }

        yield return Owner(state);
        yield return SetAside(state);
        yield return Daemon(state);
    }

    private static FindingRecord Space(long space)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"{space >> 20} MiB are free where its logs are");
        if (space < HardlyAnySpace) return FindingRecord.Problem("disk", $"{text}: output is dropped and nothing can be remembered", "make room; logs.max_total says how much Baton keeps");
        return space < LittleSpace ? FindingRecord.Warning("disk", $"{text}, which is little", "make room; logs.max_total says how much Baton keeps") : FindingRecord.Ok("disk", text);
    }

    private static FindingRecord Owner(string state)
    {
        if (Native.Libc.OwnerOf(state) is { } owner && owner != SystemAccounts.OwnUser)
            return FindingRecord.Problem("state", string.Create(CultureInfo.InvariantCulture, $"\"{state}\" belongs to uid {owner}, and this is uid {SystemAccounts.OwnUser}: a daemon of one cannot be used by the other"), "always run Baton as the same user");
        var mode = File.GetUnixFileMode(state);
        if ((mode & (UnixFileMode.GroupWrite | UnixFileMode.OtherWrite)) != 0)
            return FindingRecord.Problem("state", $"\"{state}\" can be written by others, who could make Baton do anything", $"chmod 700 {state}");
        return MachineFeatures.MayWrite(state) ? FindingRecord.Ok("state", $"\"{state}\" is ours") : FindingRecord.Problem("state", $"\"{state}\" cannot be written", $"chmod 700 {state}, or mount its file system for writing");
    }

    private static FindingRecord SetAside(string state)
    {
        var aside = new[] { state, Path.Combine(state, "run"), Path.Combine(state, "journal") }.Where(Directory.Exists)
            .SelectMany(Directory.EnumerateFiles).Where(file => file.Contains(".bad-", StringComparison.Ordinal) || file.EndsWith(".broken", StringComparison.Ordinal) || file.EndsWith(".set-aside", StringComparison.Ordinal))
            .Take(MostNames).ToList();
        return aside.Count == 0
            ? FindingRecord.Ok("records", "nothing in it was set aside")
            : FindingRecord.Warning("records", $"set aside, since they could not be read: {string.Join(", ", aside)}", "when nobody wants to look into them any more, delete them");
    }

    private static FindingRecord Daemon(string state)
    {
        var isHeld = DaemonLock.IsHeld(state);
        var socket = SocketOf(state);
        if (!File.Exists(socket)) return isHeld ? FindingRecord.Problem("daemon", $"one holds \"{state}\", but \"{socket}\" is not there: it cannot be reached", $"end it by its pid, which stands in {state}/pid, then: baton up") : FindingRecord.Ok("daemon", "none runs here");
        if (CanConnect(socket)) return FindingRecord.Ok("daemon", $"it listens on \"{socket}\"");
        return isHeld
            ? FindingRecord.Warning("daemon", $"\"{socket}\" does not answer: the daemon is being started again, or hangs", $"look into {state}/logs/orchestrator")
            : FindingRecord.Ok("daemon", "none runs here; the socket of an earlier one is still there and does no harm");
    }

    private static string SocketOf(string state)
    {
        var usual = Path.Combine(state, "baton.sock");
        return File.Exists(usual + ".path") ? File.ReadAllText(usual + ".path").TrimEnd('\n') : usual;
    }

    private static bool CanConnect(string socket)
    {
        using var connection = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            connection.Connect(new UnixDomainSocketEndPoint(socket));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
