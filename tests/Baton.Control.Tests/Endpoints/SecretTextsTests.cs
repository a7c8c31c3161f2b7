using Baton.Probes.Specs;
using Baton.Processes;
using Baton.Supervision.Probing;
using Baton.Supervision.Services;
using Baton.TestKit;

namespace Baton.Control.Tests.Endpoints;

/// <summary>What programs say of services is shown in many places, and none of them shows a secret.</summary>
public sealed class SecretTextsTests
{
    private static readonly ServiceDefinition Arm = ControlFixture.Define("arm") with
    {
        Launch = new Launch { Command = ["serve"], WorkingDirectory = "/", Environment = new Dictionary<string, string> { ["ARM_TOKEN"] = "s3cr3t-of-arm" } },
        Check = BuiltInCheck.All.Single(check => check.Name == "movement_check"),
        Probes = new ServiceProbes(Liveness: new ServiceProbe(new ProbeSpec.Tcp("localhost", 81), new ProbeTiming { FailureThreshold = 1 })),
        Policy = new ServicePolicy { Restart = RestartMode.Never },
    };

    [Fact]
    public async Task What_a_check_a_probe_and_a_failed_start_say_is_masked_in_lists_events_streams_and_causes()
    {
        await using var control = await ControlFixture.StartAsync(Arm);
        control.Inherited["DEPLOY_KEY"] = "s3cr3t-of-baton";
        using var stream = await control.StreamAsync("/api/v1/events");
        await stream.ReadUntilAsync("\r\n\r\n");
        await control.SendAsync("POST", "/api/v1/services/arm/start");
        await Eventually.HoldsAsync(() => control.Probing.Asked == 2, "both are asked");
        // The third counts for the check; the first of them is the end of the run for the probe.
        for (var i = 0; i < 3; i++) control.Probing.Answer(false, "refused s3cr3t-of-arm by https://hunter2@host/?api_key=hunter3 with s3cr3t-of-baton");
        await Eventually.HoldsAsync(() => control.Supervisor.Find("arm")!.State == Phase.Failed, "the end of the run");
        control.Host.SpawnsAtOnce = false;
        var starting = control.SendAsync("POST", "/api/v1/services/arm/start");
        await Eventually.HoldsAsync(() => control.Supervisor.Find("arm") is { Run: 2 }, "the next run");
        control.Host.FailSpawn(new RunId("arm", 2), "cannot find /opt/s3cr3t-of-arm/serve");
        Assert.DoesNotContain("s3cr3t", (await starting).Body, StringComparison.Ordinal);

        string[] shown =
        [
            .. await Task.WhenAll(new[] { "/api/v1/services", "/api/v1/services/arm", "/api/v1/services/arm/why", "/api/v1/services/arm/probes", "/api/v1/events", "/api/services/list" }
                .Select(async path => (await control.SendAsync("GET", path)).Body)),
            await stream.ReadUntilAsync("serve"),
        ];
        Assert.All(shown, text => Assert.DoesNotMatch("s3cr3t|hunter", text));
        const string Said = "refused •••••• by https://••••••@host/?api_key=•••••• with ••••••";
        foreach (var at in new[] { 3, 4, 6 }) Assert.Contains(Said, shown[at], StringComparison.Ordinal);
        foreach (var at in new[] { 0, 1, 2, 4, 6 }) Assert.Contains("cannot find /opt/••••••/serve", shown[at], StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_last_check_found_is_masked_for_the_robots_clients()
    {
        await using var control = await ControlFixture.StartAsync(Arm with { Probes = ServiceProbes.None });
        await control.SendAsync("POST", "/api/v1/services/arm/start");
        await Eventually.HoldsAsync(() => control.Probing.Asked == 1, "it is asked");
        control.Probing.Answer(false, "wrong token s3cr3t-of-arm");
        await Eventually.HoldsAsync(() => control.Supervisor.Find("arm")!.Health!.CheckedAt is not null, "the answer");
        Assert.Contains("wrong token ••••••", (await control.SendAsync("GET", "/api/services/status/arm")).Body, StringComparison.Ordinal);
        Assert.Contains("wrong token ••••••", (await control.SendAsync("GET", "/api/v1/services/arm")).Body, StringComparison.Ordinal);
    }
}
