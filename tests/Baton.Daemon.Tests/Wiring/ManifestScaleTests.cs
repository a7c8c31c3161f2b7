using Baton.Contracts;
using Baton.Control.Problems;
using Baton.Core;
using Baton.Core.Notices;
using Baton.Daemon.Manifests;
using Baton.Daemon.Startup;
using Baton.Daemon.Wiring;
using Baton.Probes;
using Baton.Probes.Specs;
using Baton.Processes;
using Baton.Supervision.Probing;
using Baton.Supervision.Services;
using Baton.TestKit;

namespace Baton.Daemon.Tests.Wiring;

/// <summary>Other numbers of replicas over a supervisor without processes: what is kept, refused, and what a reload makes of them.</summary>
public sealed class ManifestScaleTests : IAsyncDisposable
{
    private static readonly ActCause Me = new("the test");

    private readonly TemporaryFolder _folder = new();
    private readonly ScriptedHost _host = new();
    private readonly ManualTime _time = new();
    private readonly Supervisor _supervisor;
    private readonly ManifestInForce _inForce;
    private readonly ManifestToSupervision _manifests;
    private readonly List<string> _registered = [];

    public ManifestScaleTests()
    {
        var notices = new NoticeBoard(_time);
        Directory.CreateDirectory(_folder["run"]);
        foreach (var number in new[] { 1, 2, 3 }) Directory.CreateDirectory(_folder[$"w{number}"]);
        Write(replicas: 2);
        var options = new DaemonOptions(_folder.Path, null, null, null, null, false, [], false);
        var reading = ManifestReading.Of(Locations.Find(options, Environment.CurrentDirectory), options.Choice, _time);
        _inForce = new ManifestInForce(reading, _folder["run"]);
        _inForce.Keep(notices);
        _supervisor = new Supervisor(reading.Manifest.Set, new SupervisorPorts
        {
            Processes = _host.Send,
            LastRun = _ => 0,
            Devices = new ScriptedDevices(),
            Probing = new NoProbing(),
            Notices = notices,
            Time = _time,
            Random = () => 0.5,
            Crashed = e => throw new InvalidOperationException("the supervisor met a bug", e),
        });
        _host.Events = _supervisor;
        _manifests = new ManifestToSupervision(options, _inForce, _folder["run"], _supervisor, notices, _time, e => throw new InvalidOperationException("a scale met a bug", e))
        {
            Register = names =>
            {
                _registered.AddRange(names);
                return Task.CompletedTask;
            },
        };
    }

    public async ValueTask DisposeAsync()
    {
        await _supervisor.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_number_that_holds_is_kept_for_the_next_daemon()
    {
        var record = await ScaleAsync(("web", 3));
        Assert.Equal([new ScaledRecord("web", 2, 3)], record.Plan.Scaled);
        Assert.Equal(["web.1", "web.2", "web.3"], Kept());
        Assert.Contains("web.3", _registered);
        Assert.Equal([new ReplicasRecord("web", 3, 2)], _manifests.Describe().Replicas);
        Assert.Equal(_folder["w3"], _host.Commands.OfType<ProcessCommand.Spawn>().Single(spawn => spawn.Id.Service == "web.3").What.WorkingDirectory);
    }

    [Fact]
    public async Task Files_that_somebody_is_editing_have_no_part_in_it()
    {
        _folder.Write("baton.toml", "half a manif");
        await ScaleAsync(("web", 3));
        Assert.Equal(["web.1", "web.2", "web.3"], _supervisor.NamesOf([]));
        Assert.Equal(["web.1", "web.2", "web.3"], Kept());
    }

    [Fact]
    public async Task What_a_new_replica_lacks_is_told_and_nothing_changes()
    {
        var refused = await Assert.ThrowsAsync<ProblemException>(() => ScaleAsync(("web", 4)));
        Assert.Equal((ErrorCodes.InvalidManifest, 422), (refused.Code, refused.Status));
        Assert.Contains(_folder["w4"], Assert.Single(refused.Problems!).Message, StringComparison.Ordinal);
        Assert.Equal(["web.1", "web.2"], _supervisor.NamesOf(["web"]));
        Assert.Equal(["web.1", "web.2"], Kept());
        // The next one is not taken for a second at the same time.
        await ScaleAsync(("web", 3));
    }

    [Fact]
    public async Task One_number_that_cannot_be_leaves_all_as_they_are()
    {
        Assert.Equal(ErrorCode.NotFound, (await Assert.ThrowsAsync<BatonException>(() => ScaleAsync(("web", 3), ("ghost", 1)))).Code);
        Assert.Equal(["web.1", "web.2"], _supervisor.NamesOf([]));
    }

    [Fact]
    public async Task What_cannot_be_kept_does_not_hold()
    {
        Directory.CreateDirectory(_folder["run/manifest.next.new"]);
        Assert.Equal(ErrorCode.Unavailable, (await Assert.ThrowsAsync<BatonException>(() => ScaleAsync(("web", 3)))).Code);
        Assert.Equal(["web.1", "web.2"], _supervisor.NamesOf([]));
    }

    [Fact]
    public async Task A_number_that_holds_and_could_not_take_the_place_of_what_was_kept_does_not_count_as_kept()
    {
        File.Delete(_folder["run/manifest"]);
        Directory.CreateDirectory(_folder["run/manifest/in the way"]);
        Assert.StartsWith("cannot keep the manifest", Assert.Single((await ScaleAsync(("web", 3))).Problems), StringComparison.Ordinal);
        Assert.Equal(["web.1", "web.2", "web.3"], _supervisor.NamesOf(["web"]));
        Assert.Null(_manifests.Describe().Hash);
    }

    [Fact]
    public async Task A_reload_leaves_the_number_unless_the_manifest_says_another_one()
    {
        await ScaleAsync(("web", 3));
        Write(replicas: 2, program: "two");
        await ReloadAsync();
        Assert.Equal(["web.1", "web.2", "web.3"], _supervisor.NamesOf(["web"]));
        Write(replicas: 1, program: "two");
        Assert.Equal([new ScaledRecord("web", 3, 1)], (await _manifests.PlanAsync(null)).Scaled);
        await ReloadAsync();
        Assert.Equal(["web.1"], _supervisor.NamesOf(["web"]));
        Assert.Equal(["web.1"], Kept());
        Write(replicas: 2, program: "two");
        await ReloadAsync();
        Assert.Equal(["web.1", "web.2"], _supervisor.NamesOf(["web"]));
    }

    [Fact]
    public async Task A_scale_does_not_wait_for_the_one_before_it_but_for_what_it_stops_itself()
    {
        await _supervisor.StartAsync([], Me, default);
        _host.ObeysTerminate = false;
        var down = ScaleAsync(("web", 1));
        await Eventually.HoldsAsync(() => _host.Terminated.Any(), "the stop of web.2");
        // Until the first one holds and is kept, the second one is refused at once.
        Task<ReloadRecord>? second = null;
        await Eventually.HoldsAsync(() => !(second = _manifests.ScaleAsync(new ScaleRequest(new Dictionary<string, long> { ["web"] = 0 }, Wait: false), Me, default)).IsFaulted, "the first scale to hold");
        var record = await second!;
        Assert.Equal(["web.1"], record.Plan.Services.Select(service => service.Name));
        Assert.False(down.IsCompleted);
        // Its name is not free yet.
        Task<ReloadRecord>? third = null;
        await Eventually.HoldsAsync(() => !(third = ScaleAsync(("web", 2))).IsFaulted || third.Exception.GetBaseException().Message.Contains("is still being stopped", StringComparison.Ordinal), "the second scale to hold");
        Assert.Contains("is still being stopped", (await Assert.ThrowsAsync<BatonException>(() => third!)).Message, StringComparison.Ordinal);
        foreach (var name in new[] { "web.2", "web.1" }) _host.Exit(new RunId(name, 1), new ExitStatus(0, null));
        await Eventually.ReturnsAsync(down, "the scale");
        Assert.Empty(Kept());
    }

    [Fact]
    public void An_up_that_takes_over_what_was_scaled_reads_the_files_with_that_number()
    {
        var options = new DaemonOptions(_folder.Path, null, null, null, null, false, [], false);
        Write(replicas: 2, program: "two");
        var fresh = ManifestReading.Of(Locations.Find(options, Environment.CurrentDirectory), options.Choice, _time);
        var scaled = fresh.Scaled(new Dictionary<string, Supervision.Replicas.AskedScale> { ["web"] = new(3, 2), ["gone"] = new(4, 4) });
        Assert.Equal(["two", "two", "two"], scaled.Manifest.Services.Select(service => service.Launch.Command[0]));
        Assert.Equal(fresh.Snapshot.ReadAt, scaled.Snapshot.ReadAt);
        Assert.Equal(["web"], scaled.Manifest.Scales.Keys);
    }

    [Fact]
    public async Task How_a_replica_is_stopped_that_was_taken_away_is_known_from_what_is_kept_for_others_it_is_not()
    {
        await ScaleAsync(("web", 1));
        File.Delete(_folder["baton.toml"]);
        var gone = DepartedReplicas.Of(ManifestReading.Recover(_folder["run"]).Reading!, ["web.3", "web.2", "web.1", "web.x", "api", "api.2", "web"]);
        Assert.Equal(["web.2", "web.3"], gone.Select(service => service.Name));
        Assert.Equal(_folder["w3"], gone[1].Launch.WorkingDirectory);
        Assert.Equal(TimeSpan.FromHours(1), gone[1].Policy.Backoff.First);
        Assert.Equal(["web.1"], Kept());
    }

    private void Write(int replicas, string program = "one") =>
        _folder.Write("baton.toml", $"[services.web]\ncommand = [\"{program}\"]\nreplicas = {replicas}\nworking_dir = \"w${{BATON_REPLICA}}\"\nrestart_delay_seconds = 3600\n");

    private Task<ReloadRecord> ScaleAsync(params (string Name, long Count)[] asked) =>
        _manifests.ScaleAsync(new ScaleRequest(asked.ToDictionary(one => one.Name, one => one.Count)), Me, default);

    private Task<ReloadRecord> ReloadAsync() => _manifests.ReloadAsync(new ReloadRequest(), Me, default);

    private List<string> Kept() => [.. ManifestReading.Recover(_folder["run"]).Reading!.Manifest.Services.Select(service => service.Name)];

    private sealed class NoProbing : IProbing, IDisposable
    {
        public IDisposable Begin(RunId run, ServiceProbe probe, Action<ProbeResult> told) => this;

        public IDisposable Begin(IProbe check, ProbeTiming timing, Action<ProbeResult> told) => this;

        public void Dispose()
        {
        }
    }
}
