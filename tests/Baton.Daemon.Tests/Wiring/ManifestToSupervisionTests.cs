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

/// <summary>Reloads over a supervisor without processes: what is kept, refused and rolled back.</summary>
public sealed class ManifestToSupervisionTests : IAsyncDisposable
{
    private static readonly ActCause Me = new("the test");

    private readonly TemporaryFolder _folder = new();
    private readonly ScriptedHost _host = new();
    private readonly ManualTime _time = new();
    private readonly NoticeBoard _notices;
    private readonly Supervisor _supervisor;
    private readonly ManifestInForce _inForce;
    private readonly ManifestToSupervision _manifests;

    public ManifestToSupervisionTests()
    {
        _notices = new NoticeBoard(_time);
        Directory.CreateDirectory(_folder["run"]);
        Write("one");
        var options = new DaemonOptions(_folder.Path, null, null, null, null, false, [], false);
        var reading = ManifestReading.Of(Locations.Find(options, Environment.CurrentDirectory), options.Choice, _time);
        _inForce = new ManifestInForce(reading, _folder["run"]);
        _inForce.Keep(_notices);
        _supervisor = new Supervisor(reading.Manifest.Set, new SupervisorPorts
        {
            Processes = _host.Send,
            LastRun = _ => 0,
            Devices = new ScriptedDevices(),
            Probing = new NoProbing(),
            Notices = _notices,
            Time = _time,
            Random = () => 0.5,
            Crashed = e => throw new InvalidOperationException("the supervisor met a bug", e),
        });
        _host.Events = _supervisor;
        _manifests = new ManifestToSupervision(options, _inForce, _folder["run"], _supervisor, _notices, _time, e => throw new InvalidOperationException("a reload met a bug", e));
    }

    public async ValueTask DisposeAsync()
    {
        await _supervisor.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task What_cannot_be_kept_is_not_put_in_force()
    {
        await _supervisor.StartAsync([], Me, default);
        Write("two");
        Directory.CreateDirectory(_folder["run/manifest.next.new"]);
        var refused = await Assert.ThrowsAsync<BatonException>(() => ReloadAsync());
        Assert.Equal(ErrorCode.Unavailable, refused.Code);
        Assert.Empty(_host.Terminated);
        Assert.Equal("one", ProgramOf(_inForce.Manifest));
    }

    [Fact]
    public async Task A_bad_manifest_names_its_problems_and_changes_nothing()
    {
        await _supervisor.StartAsync([], Me, default);
        _folder.Write("baton.toml", "[services.web]\ncommand = 7\nnicee = 1\n");
        var refused = await Assert.ThrowsAsync<ProblemException>(() => ReloadAsync());
        Assert.Equal(2, refused.Problems!.Count);
        Assert.Empty(_host.Terminated);
        Assert.Equal("one", ProgramOf(_inForce.Manifest));
        // The next one is not taken for a second at the same time.
        Write("two");
        Assert.Empty((await ReloadAsync()).Problems);
    }

    [Fact]
    public async Task Only_one_reload_is_under_way()
    {
        await _supervisor.StartAsync([], Me, default);
        _host.ObeysTerminate = false;
        Write("two");
        var first = ReloadAsync();
        await Eventually.HoldsAsync(() => _host.Terminated.Any(), "the stop of the old run");
        Assert.Equal(ErrorCode.Busy, (await Assert.ThrowsAsync<BatonException>(() => ReloadAsync())).Code);
        Assert.False(first.IsCompleted);
        _host.Exit(new RunId("web", 1), new ExitStatus(0, null));
        await Eventually.ReturnsAsync(first, "the reload");
        Assert.Equal("two", ProgramOf(Kept()));
    }

    [Fact]
    public async Task With_rollback_the_manifest_before_is_kept_until_everything_is_ready()
    {
        await _supervisor.StartAsync([], Me, default);
        Write("two");
        var reload = ReloadAsync(mayRollBack: true);
        await Eventually.HoldsAsync(() => _host.Spawned.Count() == 2, "the new run");
        Assert.Equal("one", ProgramOf(Kept()));
        var record = await SettledAsync(reload);
        Assert.Null(record.RolledBack);
        Assert.Equal("two", ProgramOf(Kept()));
        Assert.NotNull(_inForce.Hash);
        Assert.Equal(_inForce.Hash, _manifests.Describe().Hash);
    }

    [Fact]
    public async Task What_ends_while_it_settles_rolls_the_change_back()
    {
        await _supervisor.StartAsync([], Me, default);
        Write("two");
        var reload = ReloadAsync(mayRollBack: true);
        await Eventually.HoldsAsync(() => _host.Spawned.Count() == 2, "the new run");
        _host.Exit(new RunId("web", 2), new ExitStatus(1, null));
        var record = await SettledAsync(reload);
        Assert.StartsWith("web did not become ready: it is backoff", record.RolledBack, StringComparison.Ordinal);
        Assert.Equal(["one", "two", "one"], _host.Commands.OfType<ProcessCommand.Spawn>().Select(spawn => spawn.What.Command[0]));
        Assert.Equal(("one", "one"), (ProgramOf(_inForce.Manifest), ProgramOf(Kept())));
        Assert.Contains(_notices.After(0, 1000), notice => notice.What == "reload_rolled_back");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_holds_and_could_not_take_the_place_of_what_was_kept_does_not_count_as_kept(bool mayRollBack)
    {
        // Only the very last step fails.
        File.Delete(_folder["run/manifest"]);
        Directory.CreateDirectory(_folder["run/manifest/in the way"]);
        Write("two");
        var record = await SettledAsync(ReloadAsync(mayRollBack));
        Assert.Contains(record.Problems, problem => problem.StartsWith("cannot keep the manifest", StringComparison.Ordinal));
        Assert.Equal("two", ProgramOf(_inForce.Manifest));
        Assert.Null(_manifests.Describe().Hash);
    }

    private async Task<ReloadRecord> SettledAsync(Task<ReloadRecord> reload)
    {
        // The wait may begin at any moment from now on.
        await Eventually.HoldsAsync(() =>
        {
            _time.Advance(TimeSpan.FromSeconds(1.1));
            return reload.IsCompleted;
        }, "the reload to settle");
        return await reload;
    }

    private void Write(string program) => _folder.Write("baton.toml", $"[services.web]\ncommand = [\"{program}\"]\nrestart_delay_seconds = 3600\n");

    private Task<ReloadRecord> ReloadAsync(bool mayRollBack = false) => _manifests.ReloadAsync(new ReloadRequest(Rollback: mayRollBack), Me, default);

    private ServiceManifest Kept() => ManifestReading.Recover(_folder["run"]).Reading!.Manifest;

    private static string ProgramOf(ServiceManifest manifest) => manifest.Services.Single().Launch.Command[0];

    private sealed class NoProbing : IProbing, IDisposable
    {
        public IDisposable Begin(RunId run, ServiceProbe probe, Action<ProbeResult> told) => this;

        public IDisposable Begin(IProbe check, ProbeTiming timing, Action<ProbeResult> told) => this;

        public void Dispose()
        {
        }
    }
}
