using System.Text.Json;
using Baton.Control.Mapping;
using Baton.Probes.Specs;
using Baton.Processes;
using Baton.Supervision.Probing;
using Baton.Supervision.Services;
using Baton.TestKit;

namespace Baton.Control.Tests.Endpoints;

public class ServiceDetailsTests
{
    private static readonly ServiceDefinition Web = ControlFixture.Define("web") with
    {
        Launch = new Launch
        {
            Command = ["serve", "--key", "s3cr3t-of-web"],
            WorkingDirectory = "/srv",
            Environment = new Dictionary<string, string> { ["API_TOKEN"] = "s3cr3t-of-web", ["URL"] = "http://s3cr3t-of-web@x/", ["PATH"] = "/bin", ["HOME"] = "/root", ["LANG"] = "C" },
        },
        Probes = new ServiceProbes(Readiness: new ServiceProbe(new ProbeSpec.Http(new Uri("http://localhost:8080/health")), new ProbeTiming { FailureThreshold = 1 })),
        Policy = new ServicePolicy { HasReadiness = true },
        RequiresDevices = ["/dev/null"],
    };

    [Fact]
    public async Task Probes_show_what_is_asked_and_the_newest_results_first()
    {
        await using var control = await ControlFixture.StartAsync(Web);
        var starting = control.SendAsync("POST", "/api/v1/services/web/start");
        await Eventually.HoldsAsync(() => control.Probing.Asked > 0, "the probe is asked");
        control.Probing.Answer(true, "HTTP 200");
        await starting;
        control.Time.Advance(TimeSpan.FromSeconds(5));
        control.Probing.Answer(false, "refused by s3cr3t-of-web");
        Assert.Equal(
            """{"probes":[{"kind":"readiness","type":"http","target":"http://localhost:8080/health","interval_seconds":5,"timeout_seconds":5,"failure_threshold":1,"success_threshold":1,"state":"unhealthy","successes":1,"failures":1,"last":[{"time":"2026-01-01T00:00:05.000Z","outcome":"unhealthy","message":"refused by ••••••","duration_ms":12.3},{"time":"2026-01-01T00:00:00.000Z","outcome":"healthy","message":"HTTP 200","duration_ms":12.3}]}]}""",
            (await control.SendAsync("GET", "/api/v1/services/web/probes")).Body);
    }

    [Fact]
    public async Task A_built_in_check_is_among_the_probes()
    {
        await using var control = await ControlFixture.StartAsync(ControlFixture.Define("arm") with { Check = BuiltInCheck.All.Single(check => check.Name == "movement_check") });
        var body = (await control.SendAsync("GET", "/api/v1/services/arm/probes")).Body;
        Assert.Contains("""{"kind":"check","type":"tcp","target":"localhost:8081","interval_seconds":10,""", body, StringComparison.Ordinal);
        Assert.Contains("""state":"unknown","successes":0,"failures":0,"last":[]}""", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Devices_show_what_is_there_what_it_leads_to_and_since_when()
    {
        using var folder = new TemporaryFolder();
        File.CreateSymbolicLink(folder["camera"], "/dev/null");
        await using var control = await ControlFixture.StartAsync(Web with { RequiresDevices = [folder["camera"], "/dev/none"], Probes = ServiceProbes.None });
        control.Time.Advance(TimeSpan.FromSeconds(3));
        control.Devices.Lose("/dev/none");
        Assert.Equal(
            $$"""{"devices":[{"path":"{{folder["camera"]}}","present":true,"since":"2026-01-01T00:00:00.000Z","target":"/dev/null"},{"path":"/dev/none","present":false,"since":"2026-01-01T00:00:03.000Z"}]}""",
            (await control.SendAsync("GET", "/api/v1/services/web/devices")).Body);
    }

    [Fact]
    public async Task Figures_are_there_when_somebody_comes_to_look()
    {
        await using var control = await ControlFixture.StartAsync("db");
        Assert.Equal("""{"cpu_percent":[],"memory_bytes":[]}""", (await control.SendAsync("GET", "/api/v1/services/db/figures")).Body);
        await control.SendAsync("POST", "/api/v1/services/db/start");
        for (var i = 1; i <= 3; i++)
        {
            control.Time.Advance(TimeSpan.FromSeconds(2));
            control.Supervisor.On(new ProcessEvent.Sampled(i == 2 ? [] : [new RunFigures(new RunId("db", 1), TimeSpan.FromSeconds(i), 2048 * i, 1, [])]));
        }

        Assert.Equal("""{"cpu_percent":[50,null,50],"memory_bytes":[2048,null,6144],"interval_seconds":2,"end":"2026-01-01T00:00:06.000Z"}""",
            (await control.SendAsync("GET", "/api/v1/services/db/figures")).Body);
    }

    [Fact]
    public async Task Figures_that_could_not_be_measured_are_shown_with_their_time_until_they_can()
    {
        await using var control = await ControlFixture.StartAsync("db");
        await control.SendAsync("POST", "/api/v1/services/db/start");
        var figures = new RunFigures(new RunId("db", 1), TimeSpan.FromSeconds(1), 2048, 1, []);
        control.Time.Advance(TimeSpan.FromSeconds(2));
        control.Supervisor.On(new ProcessEvent.Sampled([figures]));
        Assert.DoesNotContain("figures_old_since", (await control.SendAsync("GET", "/api/v1/services/db")).Body, StringComparison.Ordinal);
        var measuredAt = control.Time.GetUtcNow();
        control.Time.Advance(TimeSpan.FromSeconds(2));
        control.Supervisor.On(new ProcessEvent.Sampled([figures with { OldSince = measuredAt }]));
        var old = (await control.SendAsync("GET", "/api/v1/services/db")).Body;
        Assert.Contains("\"figures_old_since\":\"2026-01-01T00:00:02.000Z\"", old, StringComparison.Ordinal);
        Assert.Contains("\"memory_bytes\":2048", old, StringComparison.Ordinal);
        control.Time.Advance(TimeSpan.FromSeconds(2));
        control.Supervisor.On(new ProcessEvent.Sampled([figures with { MemoryBytes = 4096 }]));
        Assert.DoesNotContain("figures_old_since", (await control.SendAsync("GET", "/api/v1/services/db")).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_definition_shows_its_text_and_what_holds_without_secrets()
    {
        await using var control = await ControlFixture.StartAsync(Web);
        control.TextOf = service => new ManifestText("native", $"[services.{service.Name}]\n# s3cr3t-of-web", new HashSet<string>(), "/p/baton.toml", 7);
        var body = (await control.SendAsync("GET", "/api/v1/services/web/definition")).Body;
        var definition = JsonDocument.Parse(body).RootElement;
        Assert.Equal(("native", "[services.web]\n# ••••••", "/p/baton.toml", 7),
            (definition.GetProperty("source").GetString(), definition.GetProperty("text").GetString(), definition.GetProperty("file").GetString(), definition.GetProperty("line").GetInt32()));
        Assert.Equal(("serve --key ••••••", "/srv"), (definition.GetProperty("keys").GetProperty("command").GetString(), definition.GetProperty("keys").GetProperty("working_dir").GetString()));
        Assert.DoesNotContain("s3cr3t-of-web", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_environment_shows_what_the_manifest_says_and_neither_secrets_nor_what_was_inherited()
    {
        await using var control = await ControlFixture.StartAsync(Web);
        foreach (var (name, value) in new Dictionary<string, string> { ["PATH"] = "/bin", ["HOME"] = "/home/me", ["LANG"] = "C" }) control.Inherited[name] = value;
        control.TextOf = _ => new ManifestText("native", "", new HashSet<string> { "LANG" });
        Assert.Equal(
            """{"variables":[{"name":"API_TOKEN","value":"••••••","masked":true},{"name":"HOME","value":"/root","masked":false},{"name":"LANG","value":"C","masked":false},{"name":"PATH","value":"••••••","masked":true},{"name":"URL","value":"http://••••••@x/","masked":true}]}""",
            (await control.SendAsync("GET", "/api/v1/services/web/environment")).Body);
    }

    [Theory]
    [InlineData("runs")]
    [InlineData("probes")]
    [InlineData("devices")]
    [InlineData("definition")]
    [InlineData("environment")]
    [InlineData("figures")]
    public async Task An_unknown_name_is_404_an_unknown_parameter_422_and_another_method_405(string detail)
    {
        await using var control = await ControlFixture.StartAsync("db");
        Assert.Equal(404, (await control.SendAsync("GET", $"/api/v1/services/ghost/{detail}")).Status);
        Assert.Equal(422, (await control.SendAsync("GET", $"/api/v1/services/db/{detail}?nonsense=1")).Status);
        Assert.Equal(405, (await control.SendAsync("POST", $"/api/v1/services/db/{detail}")).Status);
        Assert.Equal(200, (await control.SendAsync("GET", $"/api/v1/services/db/{detail}")).Status);
    }

    [Fact]
    public void A_device_whose_links_run_in_a_circle_leads_nowhere()
    {
        using var folder = new TemporaryFolder();
        File.CreateSymbolicLink(folder["a"], folder["b"]);
        File.CreateSymbolicLink(folder["b"], folder["a"]);
        Assert.Null(DeviceRecords.Of([new Baton.Supervision.Devices.DeviceView(folder["a"], true, default)]).Devices.Single().Target);
    }
}
