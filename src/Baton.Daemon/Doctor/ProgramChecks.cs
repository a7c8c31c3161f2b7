using Baton.Containers;
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

    /// <summary>Where an engine is looked for that no manifest names.</summary>
    private static string Engine => Environment.GetEnvironmentVariable("DOCKER_HOST") is { } host && host.StartsWith("unix:///", StringComparison.Ordinal) ? host["unix://".Length..] : "/var/run/docker.sock";

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
        yield return EngineReach.ProblemOf(Engine) is not { } problem
            ? FindingRecord.Ok("docker", $"its engine listens on {Engine}")
            : FindingRecord.Ok("docker", $"no engine listens on {Engine} ({problem}); services with an image would fail, unless [docker] names another socket, and so would those that call docker");
        yield return TimeZoneInfo.TryFindSystemTimeZoneById("Europe/Berlin", out _)
            ? FindingRecord.Ok("time zones", $"known; this machine is in {TimeZoneInfo.Local.Id}")
            : FindingRecord.Warning("time zones", "there are no time zones but UTC: schedules with a zone are refused", "install the package tzdata");
    }
}
