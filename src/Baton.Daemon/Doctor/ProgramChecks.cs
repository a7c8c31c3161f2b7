using Baton.Contracts;
using Baton.Processes;

namespace Baton.Daemon.Doctor;

/// <summary>Programs of the system that Baton uses.</summary>
internal static class ProgramChecks
{
    private static readonly (string Name, string For, string Package)[] Needed =
    [
        ("bash", "commands that are text and not an array", "bash"),
        ("setpriv", "\"user\" and \"group\" of services", "util-linux"),
        ("prlimit", "\"limits\" of services", "util-linux"),
        ("nice", "\"nice\" of services", "coreutils"),
    ];

    public static IEnumerable<FindingRecord> All()
    {
        foreach (var (name, purpose, package) in Needed)
        {
            yield return MachineFeatures.FindTool(name) is { } path
                ? FindingRecord.Ok(name, path)
                : FindingRecord.Warning(name, $"it is not installed: {purpose} cannot be used", $"install the package {package}");
        }

        yield return Directory.Exists("/run/systemd/system")
            ? FindingRecord.Ok("systemd", "it runs: Baton can be started with the machine by \"baton install\"")
            : FindingRecord.Ok("systemd", "it does not run here: to start Baton with the machine or container is up to something else");
        yield return File.Exists("/var/run/docker.sock")
            ? FindingRecord.Ok("docker", "its engine listens on /var/run/docker.sock")
            : FindingRecord.Ok("docker", "no engine listens on /var/run/docker.sock; services that call docker would fail");
        yield return TimeZoneInfo.TryFindSystemTimeZoneById("Europe/Berlin", out _)
            ? FindingRecord.Ok("time zones", $"known; this machine is in {TimeZoneInfo.Local.Id}")
            : FindingRecord.Warning("time zones", "there are no time zones but UTC: schedules with a zone are refused", "install the package tzdata");
    }
}
