using Baton.Supervision.Services;

namespace Baton.Supervision.Tests.Manifests;

public sealed class RegistryServicesTests : IDisposable
{
    private readonly ManifestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_file_with_every_documented_key_loads_unchanged()
    {
        _folder.MakeFolder("lighting");
        var services = _folder.Registry("""
            { "version": "1.0", "description": "Rover bench", "services": [
              { "name": "motor_ws", "display_name": "Motor socket", "type": "python", "cmd": "python3", "args": ["motor/ws.py", "--port", "", "8081"],
                "working_dir": ".", "autostart": true, "restart_policy": "always", "health_check": "movement_check", "port": 8081, "description": "Drives" },
              { "name": "leds", "display_name": "LED strip", "type": "go", "cmd": "./bin/leds", "args": [], "working_dir": "lighting",
                "autostart": false, "restart_policy": "on-failure", "health_check": null, "port": null, "description": "" },
              { "name": "least", "cmd": "true", "args": [] }
            ] }
            """);
        Assert.Equal(["python3", "motor/ws.py", "--port", "", "8081"], services[0].Launch.Command);
        Assert.Equal(("Motor socket", "Drives", 8081, true, RestartMode.Always, "movement_check"),
            (services[0].DisplayName, services[0].Description, services[0].Port, services[0].IsAutostarted, services[0].Policy.Restart, services[0].Check?.Name));
        Assert.Equal((_folder["lighting"], null, false, RestartMode.OnFailure, null),
            (services[1].Launch.WorkingDirectory, services[1].Port, services[1].IsAutostarted, services[1].Policy.Restart, services[1].Check));
        Assert.Equal((_folder.Path, false, RestartMode.Never, 5.0),
            (services[2].Launch.WorkingDirectory, services[2].IsAutostarted, services[2].Policy.Restart, services[2].Policy.StopTimeout.TotalSeconds));
    }

    [Fact]
    public void Restarts_are_limited_cooled_down_and_given_up_until_a_person_comes_but_never_where_it_is_always_to_run()
    {
        var services = _folder.Registry("""
            { "services": [
              { "name": "leds", "cmd": "leds", "restart_policy": "on-failure" },
              { "name": "motor", "cmd": "motor", "restart_policy": "always" },
              { "name": "limited", "cmd": "limited", "restart_policy": "always", "max_restarts": 5 } ] }
            """);
        Assert.All(services, s => Assert.Equal((null, null, 30.0), (s.Policy.MaxFailures, s.Policy.FailedRetry, s.Policy.Cooldown.TotalSeconds)));
        Assert.Equal((3, TimeSpan.FromMinutes(10), TimeSpan.FromHours(1)), (services[0].Policy.MaxRestarts, services[0].Policy.RestartWindow, services[0].Policy.StableAfter));
        Assert.Equal((null, 5), (services[1].Policy.MaxRestarts, services[2].Policy.MaxRestarts));
    }

    [Fact]
    public void What_defaults_say_of_limits_holds_also_where_it_is_always_to_run_and_their_always_lifts_no_limit_of_others()
    {
        var limited = _folder.Registry("""{ "defaults": { "max_restarts": 3 }, "services": [ { "name": "motor", "cmd": "motor", "restart_policy": "always" } ] }""");
        Assert.Equal(3, limited.Single().Policy.MaxRestarts);
        var always = _folder.Registry("""
            { "defaults": { "restart_policy": "always" }, "services": [ { "name": "motor", "cmd": "m" }, { "name": "leds", "cmd": "l", "restart_policy": "on-failure" } ] }
            """);
        Assert.Equal([null, 3], always.Select(s => s.Policy.MaxRestarts));
    }

    [Fact]
    public void The_schema_that_editors_look_for_changes_nothing()
    {
        var services = _folder.Registry("""{ "$schema": "https://127.0.0.1:1/none.json", "services": [ { "name": "leds", "cmd": "leds" } ] }""");
        Assert.Equal("leds", services.Single().Name);
        Assert.Equal(["service_registry.json:1:14: expected a string, found an integer"], _folder.RegistryProblems("""{ "$schema": 7 }"""));
    }

    [Fact]
    public void Empty_texts_count_as_missing_as_they_always_did()
    {
        var service = _folder.Registry("""{ "services": [ { "name": "a", "cmd": "a", "display_name": "", "type": "", "working_dir": "", "health_check": "", "description": "" } ] }""").Single();
        Assert.Equal((null, _folder.Path, null), (service.DisplayName, service.Launch.WorkingDirectory, service.Check));
    }

    [Fact]
    public void Defaults_and_native_keys_are_taken_too()
    {
        _folder.Write("x.env", "A=1\n");
        var services = _folder.Registry("""
            { "defaults": { "restart_policy": "always", "stop_timeout_seconds": 9, "log": { "rotate_count": 2 } },
              "services": [
              { "name": "db", "command": "serve | cat", "autostart": true, "groups": ["base"] },
              { "name": "web", "cmd": "web", "depends_on": ["db"], "restart": "never", "stop_signal": "INT", "env": { "B": "2" }, "env_file": "x.env", "testing_command": ["t"] } ] }
            """);
        Assert.Equal(["bash", "-lc", "serve | cat"], services[0].Launch.Command);
        Assert.Equal((RestartMode.Always, 9.0, 2), (services[0].Policy.Restart, services[0].Policy.StopTimeout.TotalSeconds, services[0].Launch.Log.RotateCount));
        Assert.Equal((RestartMode.Never, 2, "1", "2"),
            (services[1].Policy.Restart, services[1].Policy.StopSignal, services[1].Launch.Environment["A"], services[1].Launch.Environment["B"]));
        Assert.Equal(["db"], services[1].DependsOn);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("{ \"services\": [] }")]
    public void No_services_are_none(string text) => Assert.Empty(_folder.Registry(text));

    [Fact]
    [Trait("Defect", "B9-13")]
    [Trait("Defect", "B9-14")]
    public void Every_mistake_is_told_at_once_with_place_and_remedy()
    {
        var problems = _folder.RegistryProblems("""
            { "services": [
              { "cmd": "a" },
              { "name": "../../escape", "cmd": "a" },
              { "name": "b", "cmd": "a", "args": "x" },
              { "name": "b", "cmd": "a" },
              { "name": "c", "args": [1] },
              { "name": "d", "cmd": "a", "restart_policy": "sometimes" },
              { "name": "e", "cmd": "a", "health_check": "moovement_check", "port": "80" },
              { "name": "f", "cmd": "a", "command": "a", "restart": "never", "restart_policy": "never" },
              { "name": "g", "cmd": "a", "working_dir": "none", "autostrat": true },
              7
            ] }
            """);
        Assert.Collection(problems,
            p => Assert.Equal("service_registry.json:2:3: missing key \"name\" in \"services[0]\"", p),
            p => Assert.StartsWith("service_registry.json:3:13: invalid name \"../../escape\"", p),
            p => Assert.StartsWith("service_registry.json:4:38: expected an array of strings", p),
            p => Assert.Equal("service_registry.json:5:13: the name \"b\" is used twice (first at 4:13)", p),
            p => Assert.Equal("service_registry.json:6:3: services[4] has no \"cmd\"; give the program, and its arguments as \"args\"", p),
            p => Assert.StartsWith("service_registry.json:6:27: expected a string, found an integer", p),
            p => Assert.StartsWith("service_registry.json:7:48: expected one of \"never\", \"on-failure\", \"always\"", p),
            p => Assert.StartsWith("service_registry.json:8:46: there is no health check \"moovement_check\"; did you mean \"movement_check\"?", p),
            p => Assert.StartsWith("service_registry.json:8:73: expected an integer, found a string", p),
            p => Assert.StartsWith("service_registry.json:9:41: \"command\" and \"cmd\" with \"args\" say the same", p),
            p => Assert.StartsWith("service_registry.json:9:57: \"restart\" and \"restart_policy\" say the same", p),
            p => Assert.StartsWith("service_registry.json:10:45: working directory", p),
            p => Assert.StartsWith("service_registry.json:10:53: unknown key \"autostrat\" in \"services[8]\"; did you mean \"autostart\"?", p),
            p => Assert.Equal("service_registry.json:11:3: expected a table, found an integer", p));
    }

    [Fact]
    [Trait("Defect", "B9-19")]
    public void Every_built_in_check_says_how_it_is_done() =>
        Assert.All(BuiltInCheck.All, check => Assert.Equal(1, (check.Port is null ? 0 : 1) + (check.Path is null ? 0 : 1) + (check.Command is null ? 0 : 1)));
}
