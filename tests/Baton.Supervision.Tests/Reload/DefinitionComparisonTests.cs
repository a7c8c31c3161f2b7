using Baton.Probes.Specs;
using Baton.Processes;
using Baton.Processes.Changes;
using Baton.Supervision.Dependencies;
using Baton.Supervision.Hooks;
using Baton.Supervision.Notifying;
using Baton.Supervision.Probing;
using Baton.Supervision.Reload;
using Baton.Supervision.Replicas;
using Baton.Supervision.Scheduling;
using Baton.Supervision.Services;
using Baton.Supervision.Watching;
using Baton.TestKit;

namespace Baton.Supervision.Tests.Reload;

public class DefinitionComparisonTests
{
    private static readonly ServiceDefinition Web = new()
    {
        Name = "web",
        Launch = LaunchOf("web", ("A", "1"), ("TOKEN", "secret")),
    };

    /// <summary>One change of every member, with the key that names it and what it takes.</summary>
    private static readonly (string Member, ServiceDefinition After, string Key, ChangeNeed Need)[] Changes =
    [
        ("DisplayName", Web with { DisplayName = "x" }, "display_name", ChangeNeed.Nothing),
        ("Description", Web with { Description = "x" }, "description", ChangeNeed.Nothing),
        ("Type", Web with { Type = "x" }, "type", ChangeNeed.Nothing),
        ("Port", Web with { Port = 1 }, "port", ChangeNeed.Nothing),
        ("IsEnabled", Web with { IsEnabled = false }, "enabled", ChangeNeed.Nothing),
        ("IsAutostarted", Web with { IsAutostarted = false }, "autostart", ChangeNeed.Nothing),
        ("EndsProject", Web with { EndsProject = true }, "exit_when", ChangeNeed.Nothing),
        ("Groups", Web with { Groups = ["g"] }, "groups", ChangeNeed.Nothing),
        ("Check", Web with { Check = BuiltInCheck.All[0] }, "health_check", ChangeNeed.Nothing),
        ("DependsOn", Web with { DependsOn = ["db"] }, "depends_on", ChangeNeed.Nothing),
        ("Monitors", Web with { Monitors = ["shop"] }, "depends_on", ChangeNeed.Nothing),
        ("Conditions", Web with { Conditions = new Dictionary<string, DependencyCondition> { ["db"] = DependencyCondition.Started } }, "depends_on", ChangeNeed.Nothing),
        ("RestartWith", Web with { RestartWith = ["db"] }, "restart_with", ChangeNeed.Nothing),
        ("RequiresDevices", Web with { RequiresDevices = ["/dev/x"] }, "requires_devices", ChangeNeed.Nothing),
        ("Probes", Web with { Probes = new ServiceProbes(Startup: Probe) }, "startup", ChangeNeed.Nothing),
        ("Probes", Web with { Probes = new ServiceProbes(Readiness: Probe) }, "readiness", ChangeNeed.Nothing),
        ("Probes", Web with { Probes = new ServiceProbes(Liveness: Probe) }, "liveness", ChangeNeed.Nothing),
        ("Notify", Web with { Notify = new ServiceNotify() }, "notify", ChangeNeed.Restart),
        ("Watch", Web with { Watch = new ServiceWatch(new WatchedFiles("/", ["a"], []), TimeSpan.Zero) }, "watch", ChangeNeed.Nothing),
        ("Replica", Web with { Replica = new ServiceReplica("w", 1) }, "replicas", ChangeNeed.Nothing),
        ("MemoryRestart", Web with { MemoryRestart = 1 }, "memory_restart", ChangeNeed.Nothing),
        ("Schedule", Web with { Schedule = new ServiceSchedule("@daily") }, "schedule", ChangeNeed.Nothing),
        ("Hooks", Web with { Hooks = new ServiceHooks(PreStart: LaunchOf("x")) }, "pre_start", ChangeNeed.Nothing),
        ("Hooks", Web with { Hooks = new ServiceHooks(StopCommand: LaunchOf("x")) }, "stop_command", ChangeNeed.Nothing),
        ("Hooks", Web with { Hooks = new ServiceHooks(PostStop: LaunchOf("x")) }, "post_stop", ChangeNeed.Nothing),
        ("Hooks", Web with { Hooks = ServiceHooks.None with { PreStartTimeout = TimeSpan.FromSeconds(1) } }, "pre_start_timeout_seconds", ChangeNeed.Nothing),
        ("Reload", Web with { Reload = new ServiceReload(LaunchOf("x"), []) }, "reload_command", ChangeNeed.Nothing),
        ("Reload", Web with { Reload = new ServiceReload(null, [new ReloadFile("/f", "1")]) }, "reload_files", ChangeNeed.Nothing),
        ("Launch", Web with { Launch = Web.Launch with { Command = ["other"] } }, "command", ChangeNeed.Restart),
        ("Launch", Web with { Launch = Web.Launch with { WorkingDirectory = "/x" } }, "working_dir", ChangeNeed.Restart),
        ("Launch", Web with { Launch = LaunchOf("web", ("A", "1"), ("TOKEN", "other"), ("B", "2")) }, "env (B, TOKEN)", ChangeNeed.Restart),
        ("Launch", Web with { Launch = Web.Launch with { Credentials = new Credentials(new Identity("x", 1, 1, true)) } }, "user", ChangeNeed.Restart),
        ("Launch", Web with { Launch = Web.Launch with { Credentials = new Credentials(Nice: 5) } }, "nice", ChangeNeed.Restart),
        ("Launch", Web with { Launch = Web.Launch with { Container = new ContainerLaunch("redis:7", "/run/e.sock") } }, "image", ChangeNeed.Restart),
        ("Launch", Web with { Launch = Web.Launch with { Credentials = new Credentials(Umask: 7) } }, "umask", ChangeNeed.Restart),
        ("Launch", Web with { Launch = Web.Launch with { Limits = new ResourceLimits { Pids = 3 } } }, "limits", ChangeNeed.Restart),
        ("Launch", Web with { Launch = Web.Launch with { Log = LogPolicy.Default with { KeepRuns = 3 } } }, "log", ChangeNeed.Nothing),
        Rule("Restart", p => p with { Restart = RestartMode.Always }, "restart"),
        Rule("Backoff", p => p with { Backoff = p.Backoff with { First = TimeSpan.Zero } }, "restart_delay_seconds"),
        Rule("Backoff", p => p with { Backoff = p.Backoff with { Factor = 3 } }, "backoff_factor"),
        Rule("Backoff", p => p with { Backoff = p.Backoff with { Limit = TimeSpan.FromSeconds(7) } }, "backoff_limit_seconds"),
        Rule("Backoff", p => p with { Backoff = p.Backoff with { Jitter = 0 } }, "backoff_jitter"),
        Rule("MaxFailures", p => p with { MaxFailures = 1 }, "max_failures"),
        Rule("MaxRestarts", p => p with { MaxRestarts = 1 }, "max_restarts"),
        Rule("RestartWindow", p => p with { RestartWindow = TimeSpan.FromSeconds(1) }, "restart_window_seconds"),
        Rule("StableAfter", p => p with { StableAfter = TimeSpan.FromSeconds(1) }, "stable_after_seconds"),
        Rule("IsStableReplacedAtOnce", p => p with { IsStableReplacedAtOnce = false }, "stable_after_seconds"),
        Rule("FailedRetry", p => p with { FailedRetry = null }, "failed_retry_seconds"),
        Rule("Cooldown", p => p with { Cooldown = TimeSpan.FromSeconds(1) }, "cooldown_seconds"),
        Rule("SuccessExitCodes", p => p with { SuccessExitCodes = [3] }, "success_exit_codes"),
        Rule("StartupTimeout", p => p with { StartupTimeout = TimeSpan.FromSeconds(1) }, "startup_timeout_seconds"),
        Rule("OnDeviceLoss", p => p with { OnDeviceLoss = DeviceLossMode.OnReconnect }, "device_restart_policy"),
        Rule("HasPreStart", p => p with { HasPreStart = true }, "pre_start"),
        Rule("HasPostStop", p => p with { HasPostStop = true }, "post_stop"),
        Rule("HasStopCommand", p => p with { HasStopCommand = true }, "stop_command"),
        Rule("StopTimeout", p => p with { StopTimeout = TimeSpan.Zero }, "stop_timeout_seconds"),
        Rule("StopSignal", p => p with { StopSignal = 2 }, "stop_signal"),
        Rule("IsOneShot", p => p with { IsOneShot = true }, "oneshot", ChangeNeed.Restart),
    ];

    private static readonly ContainerLaunch Box = new("redis:7", "/run/e.sock");

    private static readonly (ContainerLaunch After, string Key, ChangeNeed Need)[] InContainer =
    [
        (Box with { Image = "redis:8" }, "image", ChangeNeed.Restart),
        (Box with { Socket = "/run/f.sock" }, "docker.socket", ChangeNeed.Restart),
        (Box with { Entrypoint = ["a"] }, "entrypoint", ChangeNeed.Restart),
        (Box with { Ports = [new PublishedPort("", 1, 2, "tcp")] }, "ports", ChangeNeed.Restart),
        (Box with { Volumes = [new BoundVolume("/a", "/b", true)] }, "volumes", ChangeNeed.Restart),
        (Box with { Network = "host" }, "network", ChangeNeed.Restart),
        (Box with { User = "1" }, "user", ChangeNeed.Restart),
        (Box with { WorkingDirectory = "/w" }, "container_working_dir", ChangeNeed.Restart),
        (Box with { Pull = PullPolicy.Always }, "pull", ChangeNeed.Nothing),
    ];

    [Fact]
    public void Every_change_of_a_container_is_told_by_its_key_both_ways()
    {
        var before = Web with { Launch = Web.Launch with { Container = Box } };
        foreach (var (box, key, need) in InContainer)
        {
            var after = Web with { Launch = Web.Launch with { Container = box } };
            foreach (var (from, to) in new[] { (before, after), (after, before) })
            {
                var found = Assert.Single(DefinitionComparison.Of(from, to));
                Assert.Equal((key, need), (found.Key, found.Need));
            }
        }

        Assert.Empty(DefinitionComparison.Of(before, Web with { Launch = Web.Launch with { Container = Box with { Ports = [] } } }));
    }

    private static ServiceProbe Probe => new(new ProbeSpec.Tcp("127.0.0.1", 1), new ProbeTiming());

    [Fact]
    public void Every_change_is_told_by_its_key_and_what_it_takes_both_ways()
    {
        foreach (var (member, after, key, need) in Changes)
        {
            foreach (var (from, to) in new[] { (Web, after), (after, Web) })
            {
                var found = Assert.Single(DefinitionComparison.Of(from, to));
                Assert.True((key, need) == (found.ToString(), found.Need), $"{member}: {found} {found.Need}");
            }
        }
    }

    [Fact]
    public void The_reference_names_every_key_whose_change_restarts_and_no_other()
    {
        // Several keys of the manifest may make one thing of a definition.
        string[] alike = ["testing_command", "venv", "env_file", "env_inherit", "group"];
        var watchdog = DefinitionComparison.Of(Web with { Notify = new ServiceNotify() }, Web with { Notify = new ServiceNotify(TimeSpan.FromSeconds(1)) });
        var restarting = Changes.Where(change => change.Need == ChangeNeed.Restart).Select(change => change.Key.Split(' ')[0])
            .Concat(InContainer.Where(change => change.Need == ChangeNeed.Restart).Select(change => change.Key))
            .Concat(watchdog.Where(key => key.Need == ChangeNeed.Restart).Select(key => key.Key)).Concat(alike);
        var row = File.ReadLines(Repository.File("docs/reference/manifest.md")).SkipWhile(line => line != "### Reload").First(line => line.Contains("| restarted: ", StringComparison.Ordinal));
        var named = row.Split('|')[1].Split('`').Where((_, i) => i % 2 == 1);
        Assert.Equal(restarting.Distinct().Order(StringComparer.Ordinal), named.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void No_member_of_a_definition_is_left_out()
    {
        // The name is what is compared by; that a probe decides readiness follows from the probes. What was added while Baton runs is in no manifest, and so are
        // the ways of its launch.
        var members = Members(typeof(ServiceDefinition)).Concat(Members(typeof(ServicePolicy))).Except(["Name", "Policy", "HasReadiness", "IsScheduled", "IsDynamic"]);
        Assert.Equal(members.Distinct().Order(StringComparer.Ordinal), Changes.Select(change => change.Member).Distinct().Order(StringComparer.Ordinal));
        Assert.Equal(["Command", "Container", "Credentials", "Environment", "Limits", "Log", "WorkingDirectory"], Members(typeof(Launch)).Except(["UsesShell"]).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Equal_definitions_of_two_readings_have_no_difference() =>
        Assert.Empty(DefinitionComparison.Of(Web, Web with { Launch = LaunchOf("web", ("TOKEN", "secret"), ("A", "1")), DependsOn = [], Groups = [] }));

    [Theory]
    [InlineData(true, ChangeNeed.ReloadCommand)]
    [InlineData(false, ChangeNeed.Restart)]
    public void Another_content_of_a_file_is_read_again_or_takes_a_restart(bool hasCommand, ChangeNeed need)
    {
        var command = hasCommand ? LaunchOf("reread") : null;
        var found = Assert.Single(DefinitionComparison.Of(
            Web with { Reload = new ServiceReload(command, [new ReloadFile("/a", "1"), new ReloadFile("/b", "1")]) },
            Web with { Reload = new ServiceReload(command, [new ReloadFile("/a", "1"), new ReloadFile("/b", "2")]) }));
        Assert.Equal(("reload_files (/b)", need), (found.ToString(), found.Need));
    }

    private static (string, ServiceDefinition, string, ChangeNeed) Rule(string member, Func<ServicePolicy, ServicePolicy> change, string key, ChangeNeed need = ChangeNeed.Nothing) =>
        (member, Web with { Policy = change(Web.Policy) }, key, need);

    private static IEnumerable<string> Members(Type type) => type.GetProperties().Where(property => property.CanWrite).Select(property => property.Name);

    private static Launch LaunchOf(string program, params (string Name, string Value)[] variables) =>
        new() { Command = [program], WorkingDirectory = "/", Environment = variables.ToDictionary(variable => variable.Name, variable => variable.Value) };
}
