using System.Text.Json;
using Baton.Contracts;
using Baton.Control.Problems;
using Baton.Core;
using Baton.Supervision.Services;

namespace Baton.Control.Tests.Endpoints;

/// <summary>The manifest over the API: shapes, and what is refused before anything is read.</summary>
public class ManifestTests
{
    private static readonly PlanRecord Plan = new([new("old", "remove", []), new("web", "restart", ["command", "env (PORT)"]), new("tail", "restart", [], "it is restarted with web")], ["db"], "/p/baton.toml");

    [Fact]
    public async Task It_is_shown_with_its_hash()
    {
        await using var control = await ControlFixture.StartAsync(new Scripted());
        Assert.Equal(
            """{"read_at":"2026-01-01T00:00:00.000Z","services":4,"manifest":"/p/baton.toml","hash":"ab"}""",
            (await control.SendAsync("GET", "/api/v1/manifest")).Body);
    }

    [Fact]
    public async Task A_plan_names_what_is_touched_and_why()
    {
        var manifests = new Scripted();
        await using var control = await ControlFixture.StartAsync(manifests);
        Assert.Equal(
            """{"services":[{"name":"old","act":"remove","changed":[]},{"name":"web","act":"restart","changed":["command","env (PORT)"]},{"name":"tail","act":"restart","changed":[],"reason":"it is restarted with web"}],"unchanged":["db"],"manifest":"/p/baton.toml"}""",
            (await control.SendAsync("POST", "/api/v1/manifest/plan", """{"config":"/p/other.toml"}""")).Body);
        Assert.Equal(["plan /p/other.toml"], manifests.Asked);
    }

    [Fact]
    public async Task A_reload_says_what_it_did_and_why_it_was_rolled_back()
    {
        var manifests = new Scripted { Reload = (_, _) => Task.FromResult(new ReloadRecord(Plan with { Services = [] }, [], ["web: reload_command: exit code 3"], "web did not become ready: it is failed")) };
        await using var control = await ControlFixture.StartAsync(manifests);
        Assert.Equal(
            """{"plan":{"services":[],"unchanged":["db"],"manifest":"/p/baton.toml"},"services":[],"problems":["web: reload_command: exit code 3"],"rolled_back":"web did not become ready: it is failed"}""",
            (await control.SendAsync("POST", "/api/v1/manifest/reload", """{"rollback":true}""")).Body);
        Assert.Matches("^reload ReloadRequest .*Rollback = True.* uid [0-9]+$", Assert.Single(manifests.Asked));
    }

    [Theory]
    [InlineData("plan")]
    [InlineData("reload")]
    public async Task Another_manifest_is_taken_through_the_Unix_socket_only_since_it_names_programs_that_are_executed(string act)
    {
        var manifests = new Scripted { Reload = (_, _) => Task.FromResult(new ReloadRecord(Plan, [], [])) };
        await using var control = await ControlFixture.StartAsync(manifests);
        Assert.Equal(403, (await control.SendTcpAsync("POST", $"/api/v1/manifest/{act}", body: """{"config":"/tmp/anybodys/baton.toml"}""")).Status);
        Assert.Empty(manifests.Asked);
        Assert.Equal(200, (await control.SendTcpAsync("POST", $"/api/v1/manifest/{act}", body: "{}")).Status);
    }

    [Theory]
    [InlineData("plan", """{"config":"baton.toml"}""", 422)]
    [InlineData("plan", """{"rollback":true}""", 422)]
    [InlineData("reload", """{"config":"relative"}""", 422)]
    [InlineData("reload", """{"config":"/a\u0000b"}""", 422)]
    [InlineData("reload", """{"timeout_seconds":0}""", 422)]
    [InlineData("reload", """{"timeout_seconds":3601}""", 422)]
    [InlineData("reload", """{"rolback":true}""", 422)]
    [InlineData("reload", "{", 400)]
    public async Task What_makes_no_sense_is_refused_and_reads_nothing(string act, string body, int status)
    {
        var manifests = new Scripted();
        await using var control = await ControlFixture.StartAsync(manifests);
        Assert.Equal(status, (await control.SendAsync("POST", $"/api/v1/manifest/{act}", body)).Status);
        Assert.Empty(manifests.Asked);
    }

    [Fact]
    public async Task Every_problem_of_a_manifest_is_named()
    {
        var manifests = new Scripted
        {
            Reload = (_, _) => throw new ProblemException(ErrorCodes.InvalidManifest, 422, "cannot use manifest \"baton.toml\": nothing was changed") { Problems = [new ProblemItem("baton.toml:3:1", "unknown key"), new ProblemItem("baton.toml:4:8", "too many")] },
        };
        await using var control = await ControlFixture.StartAsync(manifests);
        var answer = await control.SendAsync("POST", "/api/v1/manifest/reload");
        Assert.Equal(422, answer.Status);
        using var problem = JsonDocument.Parse(answer.Body);
        Assert.Equal("invalid_manifest", problem.RootElement.GetProperty("code").GetString());
        Assert.Equal(["baton.toml:3:1", "baton.toml:4:8"], problem.RootElement.GetProperty("problems").EnumerateArray().Select(item => item.GetProperty("place").GetString()!));
    }

    [Fact]
    public async Task A_reload_that_takes_too_long_is_504()
    {
        var manifests = new Scripted { Reload = (_, stopWaiting) => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stopWaiting).ContinueWith<ReloadRecord>(_ => throw new OperationCanceledException(stopWaiting), TaskScheduler.Default) };
        await using var control = await ControlFixture.StartAsync(manifests);
        var waiting = control.SendAsync("POST", "/api/v1/manifest/reload", """{"timeout_seconds":5}""");
        await TestKit.Eventually.HoldsAsync(() => manifests.Asked.Count == 1, "the reload to be asked for");
        control.Time.Advance(TimeSpan.FromSeconds(6));
        var answer = await waiting;
        Assert.Equal(504, answer.Status);
        Assert.Contains("the reload was not done after 5 s; it goes on", answer.Body, StringComparison.Ordinal);
    }

    private sealed class Scripted : IManifests
    {
        public List<string> Asked { get; } = [];

        public Func<ReloadRequest, CancellationToken, Task<ReloadRecord>> Reload { get; init; } = (_, _) => throw new BatonException(ErrorCode.Busy, "another reload is under way");

        public ManifestRecord Describe() => new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), 4, "/p/baton.toml", "ab");

        public Task<PlanRecord> PlanAsync(string? config)
        {
            Asked.Add($"plan {config}");
            return Task.FromResult(Plan);
        }

        public Task<ReloadRecord> ScaleAsync(ScaleRequest request, ActCause cause, CancellationToken stopWaiting) => throw new NotSupportedException("nothing is scaled here");

        public Task<ReloadRecord> ReloadAsync(ReloadRequest request, ActCause cause, CancellationToken stopWaiting)
        {
            Asked.Add($"reload {request} {cause.Who}");
            return Reload(request, stopWaiting);
        }
    }
}
