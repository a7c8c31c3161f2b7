using Baton.Processes;
using Baton.Supervision.Dependencies;
using Baton.Supervision.Manifests;
using Baton.Supervision.Manifests.Native;
using Baton.Supervision.Services;

namespace Baton.Supervision.Tests.Manifests;

public class ServicesSectionTests
{
    private static readonly Dictionary<string, string> Inherited = new() { ["HOME"] = "/home/me", ["LANG"] = "C" };

    [Fact]
    public void A_service_with_a_command_alone_gets_the_documented_defaults()
    {
        var service = Good("[services.api]\ncommand = [\"sleep\", \"1\"]\n").Single();
        Assert.Equal(["sleep", "1"], service.Launch.Command);
        Assert.Equal("/base", service.Launch.WorkingDirectory);
        Assert.Equal(new ServicePolicy(), service.Policy);
        Assert.Equal(new LogPolicy(10_000_000, 5, FullDiskPolicy.Drop), service.Launch.Log);
        Assert.Equal(Inherited, service.Launch.Environment);
    }

    [Fact]
    public void A_text_command_is_one_script_for_a_login_shell()
    {
        var service = Good("[services.api]\ncommand = \"\"\"\n  a || b\n  c\n\"\"\"\n").Single();
        Assert.Equal(["bash", "-lc", "a || b\n  c"], service.Launch.Command);
    }

    [Fact]
    public void Every_key_is_read()
    {
        var service = Good("""
            [services.db]
            command = ["db"]
            [services.api]
            command = ["api"]
            working_dir = "sub"
            env = { MODE = "dark", HOME = "/srv" }
            depends_on = ["db"]
            restart = "always"
            restart_delay_seconds = 0.5
            stable_after_seconds = 3
            stop_timeout_seconds = 7
            stop_signal = "INT"
            log = { rotate_size = "1MiB", rotate_count = 2, on_full_disk = "block" }
            """)[1];
        Assert.Equal("/base/sub", service.Launch.WorkingDirectory);
        Assert.Equal(("dark", "/srv", "C"), (service.Launch.Environment["MODE"], service.Launch.Environment["HOME"], service.Launch.Environment["LANG"]));
        Assert.Equal(["db"], service.DependsOn);
        Assert.Equal((RestartMode.Always, 0.5, 3.0, 7.0, 2), (service.Policy.Restart, service.Policy.Backoff.First.TotalSeconds,
            service.Policy.StableAfter.TotalSeconds, service.Policy.StopTimeout.TotalSeconds, service.Policy.StopSignal));
        Assert.Equal(new LogPolicy(1 << 20, 2, FullDiskPolicy.Block), service.Launch.Log);
    }

    [Fact]
    public void The_keys_of_restarts_are_read_and_0_is_no_limit()
    {
        var services = Good("""
            [defaults]
            max_failures = 0
            failed_retry_seconds = 0
            [services.a]
            command = ["a"]
            restart_delay_seconds = 1
            backoff_factor = 1.5
            backoff_limit_seconds = 20
            backoff_jitter = 0
            max_restarts = 3
            restart_window_seconds = 600
            cooldown_seconds = 30
            success_exit_codes = [3, 143]
            oneshot = true
            [services.b]
            command = ["b"]
            max_failures = 2
            failed_retry_seconds = 7
            """);
        var a = services[0].Policy;
        Assert.Equal(new Core.Backoff(TimeSpan.FromSeconds(1), 1.5, TimeSpan.FromSeconds(20), 0), a.Backoff);
        Assert.Equal((null, 3, TimeSpan.FromMinutes(10), null), (a.MaxFailures, a.MaxRestarts, a.RestartWindow, a.FailedRetry));
        Assert.Equal((TimeSpan.FromSeconds(30), true), (a.Cooldown, a.IsOneShot));
        Assert.Equal([3, 143], a.SuccessExitCodes);
        Assert.Equal((2, TimeSpan.FromSeconds(7), false), (services[1].Policy.MaxFailures, services[1].Policy.FailedRetry, services[1].Policy.IsOneShot));
    }

    [Fact]
    public void Dependencies_may_have_conditions_and_bind_restarts()
    {
        var service = Good("""
            [services.db]
            command = ["db"]
            [services.migrate]
            command = ["migrate"]
            [services.web]
            command = ["web"]
            depends_on = { db = "ready", migrate = "succeeded" }
            restart_with = ["db"]
            """)[2];
        Assert.Equal(["db", "migrate"], service.DependsOn);
        Assert.Equal(DependencyCondition.Succeeded, Assert.Single(service.Conditions).Value);
        Assert.Equal(["db"], service.RestartWith);
    }

    [Fact]
    public void Wrong_conditions_and_bonds_are_told_at_their_places()
    {
        var problems = Bad("""
            [services.db]
            command = ["db"]
            success_exit_codes = [1, 256, "x"]
            [services.web]
            command = ["web"]
            depends_on = { db = "redy", dv = "started" }
            restart_with = ["db", "cache"]
            """);
        Assert.Collection(problems,
            p => Assert.Equal("baton.toml:3:26: must be 0 to 255, found 256", p),
            p => Assert.StartsWith("baton.toml:3:31: expected an integer", p),
            p => Assert.Matches("^baton.toml:6:21: expected one of .*did you mean \"ready\"", p),
            p => Assert.StartsWith("baton.toml:6:29: service \"web\" depends on \"dv\"", p),
            p => Assert.StartsWith("baton.toml:7:23: \"cache\" is not in \"depends_on\"", p));
    }

    [Fact]
    public void Defaults_hold_for_every_service_that_does_not_say_otherwise()
    {
        var services = Good("""
            [defaults]
            restart = "never"
            log.rotate_size = 0
            [services.a]
            command = ["a"]
            [services.b]
            command = ["b"]
            restart = "always"
            log.rotate_count = 9
            """);
        Assert.Equal((RestartMode.Never, RestartMode.Always), (services[0].Policy.Restart, services[1].Policy.Restart));
        Assert.Equal((0, 9), (services[1].Launch.Log.RotateBytes, services[1].Launch.Log.RotateCount));
    }

    [Fact]
    public void All_problems_are_told_at_once_with_their_places_and_the_nearest_word()
    {
        var problems = Bad("""
            [services.web]
            comand = ["web"]
            depends_on = ["dv", 3]
            restart = "on-failur"
            stop_signal = "SIGTREM"
            stop_timeout_seconds = -1
            working_dir = "missing"
            [services.db]
            command = ""
            env = { "A=B" = "x", N = 1 }
            """);
        Assert.Collection(problems,
            p => Assert.StartsWith("baton.toml:1:", p),
            p => Assert.Equal("baton.toml:2:1: unknown key \"comand\" in \"services.web\"; did you mean \"command\"?", p),
            p => Assert.Equal("baton.toml:3:15: service \"web\" depends on \"dv\", which does not exist; did you mean \"db\"?", p),
            p => Assert.StartsWith("baton.toml:3:21:", p),
            p => Assert.Matches("^baton.toml:4:11: .*did you mean \"on-failure\"", p),
            p => Assert.Equal("baton.toml:5:15: there is no signal \"SIGTREM\"; did you mean \"SIGTERM\"?", p),
            p => Assert.StartsWith("baton.toml:6:24:", p),
            p => Assert.Equal("baton.toml:7:15: working directory \"/base/missing\" does not exist", p),
            p => Assert.StartsWith("baton.toml:9:11:", p),
            p => Assert.StartsWith("baton.toml:10:9: \"A=B\" cannot be the name of an environment variable", p),
            p => Assert.StartsWith("baton.toml:10:26:", p));
    }

    [Fact]
    public void A_cycle_is_told_with_the_services_on_it()
    {
        var problem = Bad("""
            [services.a]
            command = ["a"]
            depends_on = ["b"]
            [services.b]
            command = ["b"]
            depends_on = ["c"]
            [services.c]
            command = ["c"]
            depends_on = ["a"]
            """).Single();
        Assert.Equal("baton.toml:3:15: these services wait for each other for ever: a -> b -> c -> a", problem);
    }

    [Fact]
    [Trait("Defect", "A9-12")]
    public void A_name_that_leads_out_of_the_log_folder_is_refused() =>
        Assert.StartsWith("baton.toml:1:11:", Bad("[services.\"../../x\"]\ncommand = [\"x\"]\n").Single());

    [Fact]
    [Trait("Defect", "A9-12")]
    public void The_name_of_the_supervisors_own_log_folder_is_refused() =>
        Assert.StartsWith("baton.toml:1:11:", Bad("[services.orchestrator]\ncommand = [\"x\"]\n").Single());

    [Fact]
    public void A_service_that_depends_on_itself_is_refused() =>
        Assert.Equal("baton.toml:3:15: these services wait for each other for ever: a -> a", Bad("[services.a]\ncommand = [\"a\"]\ndepends_on = [\"a\"]\n").Single());

    private static IReadOnlyList<ServiceDefinition> Good(string text)
    {
        var (services, problems) = Bind(text);
        Assert.Empty(problems);
        return services;
    }

    private static List<string> Bad(string text)
    {
        var problems = Bind(text).Problems;
        Assert.NotEmpty(problems);
        return problems;
    }

    private static (IReadOnlyList<ServiceDefinition> Services, List<string> Problems) Bind(string text)
    {
        var disk = ManifestDisk.Unseen with { FolderExists = folder => folder is "/base" or "/base/sub" };
        return ManifestFolder.Bind("baton.toml", text, new ServicesContext("/base", Inherited, disk), ServicesSection.Bind);
    }
}
