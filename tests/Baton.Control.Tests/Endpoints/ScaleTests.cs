using Baton.Contracts;
using Baton.Core;
using Baton.Supervision.Services;

namespace Baton.Control.Tests.Endpoints;

/// <summary>Numbers of replicas over the API: shapes, and what is refused before anybody is asked.</summary>
public class ScaleTests
{
    [Fact]
    public async Task It_answers_what_was_started_and_removed()
    {
        var manifests = new Scripted
        {
            Scale = (_, _) => Task.FromResult(new ReloadRecord(
                new PlanRecord([new("web.3", "start", []), new("api", "change", ["depends_on"])], ["db"], "/p/baton.toml") { Scaled = [new ScaledRecord("web", 2, 3)] }, [], [])),
        };
        await using var control = await ControlFixture.StartAsync(manifests);
        Assert.Equal(
            """{"plan":{"services":[{"name":"web.3","act":"start","changed":[]},{"name":"api","act":"change","changed":["depends_on"]}],"unchanged":["db"],"manifest":"/p/baton.toml","scaled":[{"name":"web","from":2,"to":3}]},"services":[],"problems":[]}""",
            (await control.SendAsync("POST", "/api/v1/services/scale", """{"replicas":{"web":3,"db":0},"wait":false}""")).Body);
        Assert.Matches("^web=3 db=0 False uid [0-9]+$", Assert.Single(manifests.Asked));
    }

    [Fact]
    public async Task The_manifest_shows_how_many_there_are()
    {
        await using var control = await ControlFixture.StartAsync(new Scripted());
        Assert.Equal(
            """{"read_at":"2026-01-01T00:00:00.000Z","services":4,"replicas":[{"name":"web","count":3,"declared":2}]}""",
            (await control.SendAsync("GET", "/api/v1/manifest")).Body);
    }

    [Theory]
    [InlineData("", 422)]
    [InlineData("{}", 422)]
    [InlineData("""{"replicas":{}}""", 422)]
    [InlineData("""{"replicas":{"web":1.5}}""", 422)]
    [InlineData("""{"replicas":{"web":"3"}}""", 422)]
    [InlineData("""{"replicas":{"web":99999999999999999999}}""", 422)]
    [InlineData("""{"replicas":{"web":3},"timeout_seconds":0}""", 422)]
    [InlineData("""{"replica":{"web":3}}""", 422)]
    [InlineData("{", 400)]
    public async Task What_makes_no_sense_is_refused(string body, int status)
    {
        var manifests = new Scripted();
        await using var control = await ControlFixture.StartAsync(manifests);
        Assert.Equal(status, (await control.SendAsync("POST", "/api/v1/services/scale", body)).Status);
        Assert.Empty(manifests.Asked);
    }

    [Fact]
    public async Task One_that_takes_too_long_is_504_and_goes_on()
    {
        var manifests = new Scripted { Scale = (_, stopWaiting) => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stopWaiting).ContinueWith<ReloadRecord>(_ => throw new OperationCanceledException(stopWaiting), TaskScheduler.Default) };
        await using var control = await ControlFixture.StartAsync(manifests);
        var waiting = control.SendAsync("POST", "/api/v1/services/scale", """{"replicas":{"web":3},"timeout_seconds":5}""");
        await TestKit.Eventually.HoldsAsync(() => manifests.Asked.Count == 1, "the scale to be asked for");
        control.Time.Advance(TimeSpan.FromSeconds(6));
        var answer = await waiting;
        Assert.Equal(504, answer.Status);
        Assert.Contains("the scale was not done after 5 s; it goes on", answer.Body, StringComparison.Ordinal);
    }

    private sealed class Scripted : IManifests
    {
        public List<string> Asked { get; } = [];

        public Func<ScaleRequest, CancellationToken, Task<ReloadRecord>> Scale { get; init; } = (_, _) => throw new BatonException(ErrorCode.Busy, "a reload is under way");

        public ManifestRecord Describe() => new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), 4) { Replicas = [new ReplicasRecord("web", 3, 2)] };

        public Task<PlanRecord> PlanAsync(string? config) => throw new NotSupportedException("nothing is planned here");

        public Task<ReloadRecord> ReloadAsync(ReloadRequest request, ActCause cause, CancellationToken stopWaiting) => throw new NotSupportedException("nothing is reloaded here");

        public Task<ReloadRecord> ScaleAsync(ScaleRequest request, ActCause cause, CancellationToken stopWaiting)
        {
            Asked.Add($"{string.Join(' ', request.Replicas!.Select(one => $"{one.Key}={one.Value}"))} {request.Wait} {cause.Who}");
            return Scale(request, stopWaiting);
        }
    }
}
