using System.Globalization;
using Baton.Contracts;
using Baton.Daemon.State;
using Baton.Processes;

namespace Baton.Daemon.Doctor;

/// <summary>The TCP port that the API takes by default.</summary>
internal static class PortChecks
{
    private const int Default = 8003;

    public static IEnumerable<FindingRecord> All(string home)
    {
        if (MachineFeatures.ListenerOn(Default) is not { } uid)
        {
            yield return FindingRecord.Ok("port 8003", "free");
            yield break;
        }

        yield return DaemonLock.IsHeld(Path.Combine(home, ".baton"))
            ? FindingRecord.Ok("port 8003", string.Create(CultureInfo.InvariantCulture, $"taken by a process of uid {uid}, as by the daemon that runs here"))
            : FindingRecord.Warning("port 8003", string.Create(CultureInfo.InvariantCulture, $"taken by a process of uid {uid}: a daemon started now has its API on the Unix socket only, which is all that the command line needs"), "choose another one with: baton up --listen 127.0.0.1:8004; who has it: ss -ltnp 'sport = :8003', baton projects");
    }
}
