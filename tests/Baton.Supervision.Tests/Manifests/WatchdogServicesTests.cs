using Baton.Probes.Specs;
using Baton.Supervision.Services;

namespace Baton.Supervision.Tests.Manifests;

public sealed class WatchdogServicesTests : IDisposable
{
    private readonly ManifestFolder _folder = new();

    public WatchdogServicesTests() => _folder.MakeFolder("w");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_file_with_every_documented_key_loads_unchanged()
    {
        _folder.Write(".venv/bin/activate", "");
        var services = _folder.Watchdog("""
            version = 1
            [defaults]
            restart_delay_seconds = 4
            stop_timeout_seconds = 8
            [services.llm]
            display_name = "Language model"
            working_dir = "w"
            venv = "../.venv"
            command = '''
              serve --model tiny
            '''
            dependencies = []
            requires_devices = []
            device_restart_policy = ""
            health = {}
            [services.talker]
            working_dir = "w"
            command = "talk"
            testing_command = ""
            dependencies = ["llm", "llm"]
            restart_delay_seconds = 2
            device_restart_policy = "on_reconnect"
            """);
        Assert.Equal(["bash", "-lc", $"source '{_folder[".venv"]}/bin/activate' || exit 1\nserve --model tiny"], services[0].Launch.Command);
        Assert.Equal(("Language model", _folder["w"], 4.0, 8.0, RestartMode.Always),
            (services[0].DisplayName, services[0].Launch.WorkingDirectory, services[0].Policy.Backoff.First.TotalSeconds, services[0].Policy.StopTimeout.TotalSeconds, services[0].Policy.Restart));
        Assert.Equal(["llm"], services[1].DependsOn);
        Assert.Equal((2.0, 8.0), (services[1].Policy.Backoff.First.TotalSeconds, services[1].Policy.StopTimeout.TotalSeconds));
        Assert.Null(services[1].DisplayName);
    }

    [Fact]
    public void Without_defaults_the_documented_ones_hold()
    {
        var policy = _folder.Watchdog("[services.a]\nworking_dir = \"w\"\ncommand = \"a\"\n").Single().Policy;
        Assert.Equal(new ServicePolicy { Restart = RestartMode.Always, IsStableReplacedAtOnce = false }, policy);
        Assert.Equal((5.0, 2.0, 60.0, 0.2, 10.0), (policy.Backoff.First.TotalSeconds, policy.Backoff.Factor, policy.Backoff.Limit.TotalSeconds, policy.Backoff.Jitter, policy.StopTimeout.TotalSeconds));
    }

    [Fact]
    public void The_testing_command_takes_the_place_of_the_command()
    {
        using var folder = new ManifestFolder { IsTesting = true };
        var services = folder.Watchdog("[services.a]\nworking_dir = \".\"\ncommand = \"a\"\ntesting_command = \"b\"\n[services.c]\nworking_dir = \".\"\ncommand = \"c\"\n");
        Assert.Equal(["b", "c"], services.Select(service => service.Launch.Command[2]));
    }

    [Fact]
    public void Nothing_is_put_into_its_texts()
    {
        var service = _folder.Watchdog("[services.a]\nworking_dir = \"w\"\ncommand = \"a\"\ndisplay_name = \"${NOT_SET}\"\n").Single();
        Assert.Equal("${NOT_SET}", service.DisplayName);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[services]\n")]
    public void A_file_without_services_is_refused(string text) => Assert.EndsWith("there are no services; describe each in a table [services.NAME]", _folder.WatchdogProblems(text).Single(), StringComparison.Ordinal);

    [Fact]
    public void Another_version_is_refused() =>
        Assert.StartsWith("services.toml:1:11: \"version\" must be 1 to 1, found 2", _folder.WatchdogProblems("version = 2\n[services.a]\nworking_dir = \"w\"\ncommand = \"a\"\n").Single());

    [Fact]
    [Trait("Defect", "A9-20")]
    public void Every_mistake_is_told_at_once_with_place_and_remedy()
    {
        var problems = _folder.WatchdogProblems("""
            [services.a]
            command = "  "
            working_dir = "missing"
            dependencies = ["b", "bb"]
            restart_delay_seconds = "5"
            [services.b]
            dependencies = "a"
            venv = "none"
            workdir = "w"
            [services."../../x"]
            working_dir = "w"
            command = "x"
            restart_delay_seconds = -1
            [services.orchestrator]
            working_dir = "w"
            command = "x"
            restart_delay_seconds = 1.5
            """);
        Assert.Collection(problems,
            p => Assert.Equal("services.toml:2:11: \"command\" is blank; give the text of a command", p),
            p => Assert.Equal($"services.toml:3:15: working directory \"{_folder["missing"]}\" does not exist", p),
            p => Assert.Equal("services.toml:4:22: service \"a\" depends on \"bb\", which does not exist; did you mean \"b\"?", p),
            p => Assert.Equal("services.toml:5:25: expected an integer, found a string", p),
            p => Assert.Equal("services.toml:6:1: services.b has no \"command\"; give it the text for the shell", p),
            p => Assert.Equal($"services.toml:6:1: services.b has no \"working_dir\"; give the folder it runs in, relative to \"{_folder.Path}\"", p),
            p => Assert.Equal("services.toml:7:16: expected an array of strings, found a string", p),
            p => Assert.StartsWith("services.toml:8:8: there is no virtual environment", p),
            p => Assert.StartsWith("services.toml:9:1: unknown key \"workdir\" in \"services.b\"", p),
            p => Assert.StartsWith("services.toml:10:11: invalid name \"../../x\"", p),
            p => Assert.Equal("services.toml:13:25: \"restart_delay_seconds\" must be 0 to 3600, found -1", p),
            p => Assert.StartsWith("services.toml:14:11: the name \"orchestrator\" is reserved", p),
            p => Assert.Equal("services.toml:17:25: expected an integer, found a float", p));
    }

    [Theory]
    [InlineData("a b")]
    [InlineData("a..b")]
    public void A_host_that_cannot_be_one_is_refused(string host) =>
        Assert.Equal($"services.toml:6:8: \"{host}\" is neither the name nor the address of a machine",
            _folder.WatchdogProblems($"[services.a]\nworking_dir = \"w\"\ncommand = \"a\"\n[services.a.health]\ntype = \"tcp\"\nhost = \"{host}\"\nport = 1\n").Single());

    [Fact]
    public void A_host_of_any_length_is_refused_and_never_reaches_the_system() =>
        Assert.StartsWith("services.toml:6:8: \"aaaa", _folder.WatchdogProblems(
            $"[services.a]\nworking_dir = \"w\"\ncommand = \"a\"\n[services.a.health]\ntype = \"tcp\"\nhost = \"{new string('a', 300)}\"\nport = 1\n").Single(), StringComparison.Ordinal);

    [Fact]
    public void A_name_and_password_in_an_address_are_sent_as_a_header_as_they_always_were()
    {
        var service = _folder.Watchdog("[services.a]\nworking_dir = \"w\"\ncommand = \"a\"\n[services.a.health]\ntype = \"http\"\nurl = \"http://me:p%40ss@127.0.0.1:8000/x?y=1\"\n").Single();
        var spec = Assert.IsType<ProbeSpec.Http>(service.Probes.Readiness!.Spec);
        Assert.Equal("http://127.0.0.1:8000/x?y=1", spec.Url.ToString());
        Assert.Equal([new("Authorization", "Basic bWU6cEBzcw==")], spec.Headers);
        Assert.Empty(ProbeProblems.Of(spec));
    }

    [Fact]
    public void Every_cycle_is_told_at_once() =>
        Assert.Equal(3, _folder.WatchdogProblems(string.Concat("ab bc ca de ed ff".Split(' ').Select(
            pair => $"[services.{pair[0]}]\nworking_dir = \"w\"\ncommand = \"x\"\ndependencies = [\"{pair[1]}\"]\n"))).Count(p => p.Contains("wait for each other", StringComparison.Ordinal)));

    [Fact]
    public void Hundreds_of_thousands_of_mistakes_are_told_in_bounded_time()
    {
        var text = new System.Text.StringBuilder();
        for (var i = 0; i < 400; i++)
        {
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"[services.servicenumber{i}]\nworking_dir = \"w\"\ncommand = \"x\"\ndependencies = [");
            text.AppendJoin(',', Enumerable.Range(0, 500).Select(j => $"\"servicenumbre{j}\"")).Append("]\n");
        }

        var began = System.Diagnostics.Stopwatch.GetTimestamp();
        Assert.NotEmpty(_folder.WatchdogProblems(text.ToString()));
        Assert.InRange(System.Diagnostics.Stopwatch.GetElapsedTime(began), TimeSpan.Zero, TimeSpan.FromSeconds(10));
    }

    [Fact]
    public void A_cycle_is_refused() =>
        Assert.EndsWith("these services wait for each other for ever: a -> b -> a", _folder.WatchdogProblems("""
            [services.a]
            working_dir = "w"
            command = "a"
            dependencies = ["b"]
            [services.b]
            working_dir = "w"
            command = "b"
            dependencies = ["a"]
            """).Single(), StringComparison.Ordinal);

    [Fact]
    [Trait("Defect", "A9-19")]
    public void Folders_of_services_that_were_not_chosen_hold_up_nobody()
    {
        using var folder = new ManifestFolder { Only = ["a"] };
        var services = folder.Watchdog("""
            [services.elsewhere]
            working_dir = "missing"
            venv = ".venv"
            command = "x"
            [services.b]
            working_dir = "."
            command = "b"
            [services.a]
            working_dir = "."
            command = "a"
            dependencies = ["b"]
            """);
        Assert.Equal(["b", "a"], services.Select(service => service.Name));
    }

    [Theory]
    [InlineData("interval_seconds = 5", "5:1: services.a.health: the health check has no \"type\": say \"http\", \"tcp\" or \"process\"")]
    [InlineData("type = \"http\"", "5:1: services.a.health: an http check needs a \"url\", as in url = \"http://127.0.0.1:8000/health\"")]
    [InlineData("type = \"http\"\nurl = \"localhost:80\"", "7:7: \"localhost:80\" is not an address as http has them, such as \"http://127.0.0.1:8000/health\"")]
    [InlineData("probe_type = \"TCP\"", "5:1: services.a.health: a tcp check needs a \"port\"")]
    [InlineData("type = \"htpp\"", "6:8: expected one of \"http\", \"tcp\", \"process\", found \"htpp\"; did you mean \"http\"?")]
    [InlineData("type = \"tcp\"\nport = 0", "7:8: \"port\" must be 1 to 65535, found 0")]
    [InlineData("type = \"process\"\ninterval_seconds = 0", "7:20: \"interval_seconds\" must be 1 to 3600, found 0")]
    [InlineData("type = \"process\"\nretries = 1", "7:1: unknown key \"retries\" in \"services.a.health\"")]
    [Trait("Defect", "A9-4")]
    public void A_health_check_that_cannot_work_is_told_when_the_file_is_read(string health, string problem)
    {
        var problems = _folder.WatchdogProblems($"[services.a]\nworking_dir = \"w\"\ncommand = \"a\"\n\n[services.a.health]\n{health}\n");
        Assert.Contains($"services.toml:{problem}", problems);
    }

    [Fact]
    [Trait("Defect", "A9-5")]
    public void A_misspelt_device_policy_is_told() =>
        Assert.Equal("services.toml:4:25: expected one of \"immediate\", \"on_reconnect\", found \"on_reconect\"; did you mean \"on_reconnect\"?",
            _folder.WatchdogProblems("[services.a]\nworking_dir = \"w\"\ncommand = \"a\"\ndevice_restart_policy = \"on_reconect\"\n").Single());

    [Fact]
    public void Devices_and_health_become_a_gate_and_probes()
    {
        var service = _folder.Watchdog("""
            [services.a]
            working_dir = "w"
            command = "a"
            requires_devices = ["/dev/x"]
            device_restart_policy = "on_reconnect"
            [services.a.health]
            type = "TCP"
            port = 3007
            initial_delay_seconds = 30
            failure_threshold = 4
            """).Single();
        Assert.Equal((DeviceLossMode.OnReconnect, true), (service.Policy.OnDeviceLoss, service.Policy.HasReadiness));
        Assert.Equal(["/dev/x"], service.RequiresDevices);
        var (readiness, liveness) = (service.Probes.Readiness!, service.Probes.Liveness!);
        Assert.Equal(new ProbeSpec.Tcp("127.0.0.1", 3007), readiness.Spec);
        Assert.Equal((readiness.Spec, 30.0, 0.0, 4), (liveness.Spec, readiness.Timing.InitialDelay.TotalSeconds, liveness.Timing.InitialDelay.TotalSeconds, liveness.Timing.FailureThreshold));
    }
}
