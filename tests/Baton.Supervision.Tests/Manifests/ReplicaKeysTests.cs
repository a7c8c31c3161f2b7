using Baton.Supervision.Dependencies;
using Baton.Supervision.Replicas;

namespace Baton.Supervision.Tests.Manifests;

/// <summary><c>replicas</c>: one table, several services.</summary>
public sealed class ReplicaKeysTests : IDisposable
{
    private readonly ManifestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Each_replica_is_a_service_with_its_number_and_port()
    {
        var services = _folder.Native("""
            [services.web]
            command = ["./web", "${BATON_REPLICA}", "${BATON_PORT}"]
            replicas = 3
            port = 8000
            env = { PEER = "p${BATON_REPLICA}" }
            [services.web.readiness]
            tcp = "127.0.0.1:${BATON_PORT}"
            """);
        Assert.Equal(["web.1", "web.2", "web.3"], services.Select(service => service.Name));
        Assert.Equal([8000, 8001, 8002], services.Select(service => service.Port!.Value));
        Assert.Equal(["./web", "3", "8002"], services[2].Launch.Command);
        Assert.Equal(("3", "8002", "p3"), (services[2].Launch.Environment["BATON_REPLICA"], services[2].Launch.Environment["BATON_PORT"], services[2].Launch.Environment["PEER"]));
        Assert.Equal(new Probes.Specs.ProbeSpec.Tcp("127.0.0.1", 8001), services[1].Probes.Readiness!.Spec);
        Assert.Equal(new ServiceReplica("web", 2), services[1].Replica);
        Assert.Equal([new ReplicaSet("web", 3, 3)], _folder.Replicas);
    }

    [Fact]
    public void One_replica_has_a_number_too_and_without_the_key_there_is_none()
    {
        Assert.Equal("web.1", _folder.Native("[services.web]\ncommand = [\"w\"]\nreplicas = 1\n").Single().Name);
        var plain = _folder.Native("[services.web]\ncommand = [\"w\"]\n").Single();
        Assert.Equal(("web", null), (plain.Name, plain.Replica));
        Assert.False(plain.Launch.Environment.ContainsKey("BATON_REPLICA"));
    }

    [Fact]
    public void A_registry_has_replicas_and_the_port_of_its_check_goes_along()
    {
        var services = _folder.Registry("""{ "services": [ { "name": "cam", "cmd": "c", "port": 5000, "health_check": "video_check", "replicas": 2 } ] }""");
        Assert.Equal([("cam.1", 5000), ("cam.2", 5001)], services.Select(service => (service.Name, service.Port!.Value)));
        Assert.Equal("5001", services[1].Launch.Environment["BATON_PORT"]);
    }

    [Fact]
    public void Who_depends_on_the_whole_depends_on_each_and_on_none_when_there_is_none()
    {
        const string text = """
            [services.db]
            command = ["d"]
            replicas = 2
            [services.api]
            command = ["a"]
            depends_on = { db = "started" }
            restart_with = ["db"]
            [services.pair]
            command = ["p"]
            replicas = 2
            depends_on = ["db.${BATON_REPLICA}"]
            """;
        var services = _folder.Native(text).ToDictionary(service => service.Name);
        Assert.Equal(["db.1", "db.2"], services["api"].DependsOn);
        Assert.Equal(["db.1", "db.2"], services["api"].RestartWith);
        Assert.Equal(DependencyCondition.Started, services["api"].Conditions["db.2"]);
        Assert.Equal(["db.2"], services["pair.2"].DependsOn);

        _folder.Scales["db"] = new AskedScale(0, 2);
        _folder.Scales["pair"] = new AskedScale(0, 2);
        services = _folder.Native(text).ToDictionary(service => service.Name);
        Assert.Equal(["api"], services.Keys);
        Assert.Empty(services["api"].DependsOn);
    }

    [Fact]
    public void What_people_have_scaled_holds_until_the_manifest_says_another_number()
    {
        _folder.Scales["web"] = new AskedScale(3, 2);
        Assert.Equal(3, _folder.Native("[services.web]\ncommand = [\"w\"]\nreplicas = 2\n").Count);
        Assert.Single(_folder.Native("[services.web]\ncommand = [\"w\"]\nreplicas = 1\n"));
        Assert.Equal("web", _folder.Native("[services.web]\ncommand = [\"w\"]\n").Single().Name);
    }

    [Fact]
    public void A_choice_of_the_whole_is_all_replicas()
    {
        using var folder = new ManifestFolder { Only = ["web"] };
        Assert.Equal(["web.1", "web.2"], folder.Native("[services.web]\ncommand = [\"w\"]\nreplicas = 2\n[services.other]\ncommand = [\"o\"]\nreplicas = 2\n").Select(service => service.Name));
        Assert.Equal("web", Assert.Single(folder.Replicas).Name);
    }

    [Fact]
    public void A_choice_takes_in_a_service_of_which_there_is_none_when_something_depends_on_it()
    {
        using var folder = new ManifestFolder { Only = ["api"] };
        folder.Native("[services.web]\ncommand = [\"w\"]\nreplicas = 0\n[services.api]\ncommand = [\"a\"]\ndepends_on = [\"web\"]\n[services.other]\ncommand = [\"o\"]\nreplicas = 0\n");
        Assert.Equal([new ReplicaSet("web", 0, 0)], folder.Replicas);
    }

    [Fact]
    public void Of_a_service_of_which_some_replicas_were_chosen_the_number_is_nobodys()
    {
        using var folder = new ManifestFolder { Only = ["web.2"] };
        Assert.Equal("web.2", Assert.Single(folder.Native("[services.web]\ncommand = [\"w\"]\nreplicas = 2\n")).Name);
        Assert.Empty(folder.Replicas);
    }

    [Theory]
    [InlineData("replicas = -1", "baton.toml:3:12: \"replicas\" must be 0 to 1000, found -1")]
    [InlineData("replicas = 1001", "baton.toml:3:12: \"replicas\" must be 0 to 1000, found 1001")]
    [InlineData("replicas = \"2\"", "baton.toml:3:12: expected an integer, found a string")]
    [InlineData("replicas = 10\nport = 65530", "baton.toml:4:8: the last of 10 replicas would serve on port 65539, and ports end at 65,535")]
    [InlineData("replicas = 900\nnicee = 1", "baton.toml:4:1: unknown key \"nicee\" in \"services.web\"; did you mean \"nice\"?")]
    [InlineData("replicas = 0\nnicee = 1", "baton.toml:4:1: unknown key \"nicee\" in \"services.web\"; did you mean \"nice\"?")]
    [InlineData("replicas = 3\ndepends_on = [\"ghost\"]", "baton.toml:4:15: service \"web.1\" depends on \"ghost\", which does not exist")]
    [InlineData("replicas = 3\ndepends_on = [\"web\"]", "baton.toml:4:15: these services wait for each other for ever: web.1 -> web.1")]
    [InlineData("replicas = 3\nworking_dir = \"w${BATON_REPLICA}\"", "baton.toml:4:15: ")]
    [InlineData("replicas = 3\ngroups = [\"web\"]", "baton.toml:4:11: group \"web\" has the name of a service (baton.toml:1:1); give it another name")]
    [InlineData("replicas = 3\ngroups = [\"web.7\"]", "baton.toml:4:11: the name \"web.7\" is kept for a replica of \"web\", which has \"replicas\"; give the group another name")]
    [InlineData("replicas = 1\n[services.\"web.5\"]\ncommand = [\"x\"]", "baton.toml:4:1: the name \"web.5\" is kept for a replica of \"web\", which has \"replicas\"; give it another name")]
    public void A_mistake_is_told_once_with_its_place(string keys, string problem)
    {
        var told = Assert.Single(_folder.NativeProblems($"[services.web]\ncommand = [\"w\"]\n{keys}\n"));
        Assert.StartsWith(problem, told, StringComparison.Ordinal);
    }

    [Fact]
    public void A_service_beside_its_would_be_replicas_may_have_such_a_name_when_that_can_be_none() =>
        Assert.Equal(3, _folder.Native("[services.web]\ncommand = [\"w\"]\nreplicas = 1\n[services.\"web.01\"]\ncommand = [\"x\"]\n[services.\"web.1001\"]\ncommand = [\"x\"]\n").Count);

    [Fact]
    public void A_name_that_gets_too_long_with_its_number_is_told()
    {
        var name = new string('a', 62);
        Assert.Single(_folder.Native($"[services.{name}]\ncommand = [\"w\"]\nreplicas = 1\n"));
        var told = Assert.Single(_folder.NativeProblems($"[services.{name}]\ncommand = [\"w\"]\nreplicas = 10\n"));
        Assert.Contains("of a replica has 65 characters, and names have at most 64", told, StringComparison.Ordinal);
    }

    [Fact]
    public void There_are_at_most_ten_thousand_replicas_and_a_hundred_thousand_dependencies_of_them()
    {
        var many = string.Concat(Enumerable.Range(0, 11).Select(i => $"[services.s{i}]\ncommand = [\"w\"]\nreplicas = 1000\n"));
        Assert.Contains("with these there are 11,000 replicas in the manifest, and at most 10,000 can be", Assert.Single(_folder.NativeProblems(many)), StringComparison.Ordinal);
        var dense = "[services.a]\ncommand = [\"w\"]\nreplicas = 1000\n[services.b]\ncommand = [\"w\"]\nreplicas = 101\ndepends_on = [\"a\"]\n";
        Assert.Contains("more than 100,000 dependencies of replicas", Assert.Single(_folder.NativeProblems(dense)), StringComparison.Ordinal);
    }

    [Fact]
    public void The_end_of_everything_is_that_of_one_replica()
    {
        const string web = "[services.web]\ncommand = [\"w\"]\nreplicas = 2\n";
        Assert.True(_folder.Native($"exit_when = \"web.2\"\n{web}")[1].EndsProject);
        Assert.Contains("\"web\" has replicas; name one of them, as \"web.1\"", Assert.Single(_folder.NativeProblems($"exit_when = \"web\"\n{web}")), StringComparison.Ordinal);
        Assert.Contains("does not exist", Assert.Single(_folder.NativeProblems($"exit_when = \"web.3\"\n{web}")), StringComparison.Ordinal);
    }

    [Fact]
    public void Services_toml_has_no_replicas() =>
        Assert.Contains("unknown key \"replicas\"", Assert.Single(_folder.WatchdogProblems("[services.web]\ncommand = \"w\"\nworking_dir = \".\"\nreplicas = 2\nhealth = { type = \"process\" }\n")), StringComparison.Ordinal);
}
