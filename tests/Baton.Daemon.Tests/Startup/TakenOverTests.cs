using Baton.Core.Notices;
using Baton.Daemon.Manifests;
using Baton.Daemon.Startup;
using Baton.Processes;
using Baton.Processes.Hosting;
using Baton.Processes.Records;
using Baton.Supervision.Memory;
using Baton.Supervision.Services;
using Baton.TestKit;

namespace Baton.Daemon.Tests.Startup;

/// <summary>Which manifest a daemon would go on with that came after one which was killed while it took over.</summary>
public sealed class TakenOverTests : IDisposable
{
    private static readonly RunId Web = new("web", 3);

    private readonly TemporaryFolder _folder = new();
    private readonly NoticeBoard _notices = new(TimeProvider.System);
    private readonly ServiceMemory _memory;

    public TakenOverTests()
    {
        Directory.CreateDirectory(_folder["run"]);
        _memory = ServiceMemory.Open(_folder["run/services"], StateId.Of(_folder.Path, out _), BootId.Read(), DateTimeOffset.UnixEpoch, Assert.Fail);
        Write("old");
        InForce().Keep(_notices);
        Write("new");
    }

    public void Dispose()
    {
        _memory.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Where_nothing_goes_on_todays_manifest_is_kept_before_it_is_said_that_all_is_taken_over()
    {
        var taken = await TakeAsync(new LeftoverHost([]), InForce(), whenSaid: () => Assert.Equal("new", Kept()));
        Assert.Empty(taken.Runs);
        Assert.Equal("new", taken.Set.Services.Single().Launch.Command[0]);
    }

    [Fact]
    public async Task Where_services_go_on_the_manifest_they_began_by_is_kept_until_a_reload_holds()
    {
        var inForce = InForce();
        var taken = await TakeAsync(new LeftoverHost([Live(Web)]), inForce, whenSaid: () => Assert.Equal("old", Kept()));
        Assert.Equal([Web], taken.Runs.Select(run => run.Id));
        Assert.Equal(("old", "old"), (Kept(), taken.Set.Services.Single().Launch.Command[0]));
        inForce.Keep(_notices);
        Assert.Equal("new", Kept());
    }

    [Fact]
    public async Task Where_it_is_not_known_what_services_began_by_they_go_on_by_todays_manifest_and_that_is_kept()
    {
        File.Delete(_folder["run/manifest"]);
        await TakeAsync(new LeftoverHost([Live(Web)]), InForce(), whenSaid: () => Assert.Equal("new", Kept()));
    }

    [Fact]
    public async Task One_in_place_of_a_dead_daemon_says_nothing_and_writes_nothing_anew()
    {
        var recovered = new ManifestInForce(ManifestReading.Recover(_folder["run"]).Reading!, _folder["run"]);
        var before = File.GetLastWriteTimeUtc(_folder["run/manifest"]);
        // A disk that takes nothing: what is kept already is not given up for it.
        Directory.CreateDirectory(_folder["run/manifest.next.new"]);
        var earlier = new EarlierDaemons(HasTakenOver: true, [Live(Web)], () => Assert.Fail("said"));
        var taken = await TakenOver.TakeAsync(new LeftoverHost([]), earlier, _memory, recovered, _folder["run"], _notices);
        Assert.Equal([Web], taken.Runs.Select(run => run.Id));
        Assert.Equal(("old", before), (Kept(), File.GetLastWriteTimeUtc(_folder["run/manifest"])));
        Assert.NotNull(recovered.Hash);
        Assert.DoesNotContain(_notices.After(0, 100), notice => notice.What == "degraded");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_was_added_to_an_earlier_daemon_is_registered_and_goes_on(bool hasTakenOver)
    {
        var extra = new RunId("extra", 2);
        var host = new LeftoverHost([Live(Web), Live(extra)]);
        var earlier = new EarlierDaemons(hasTakenOver, hasTakenOver ? [Live(Web), Live(extra)] : [], () => { });
        var added = new ServiceDefinition { Name = "extra", IsDynamic = true, Launch = new Launch { Command = ["true"], WorkingDirectory = "/", Environment = new Dictionary<string, string>() } };
        var taken = await TakenOver.TakeAsync(host, earlier, _memory, InForce(), _folder["run"], _notices, [added]);
        Assert.Equal([Web, extra], taken.Runs.Select(run => run.Id));
        Assert.Contains("extra", host.Registered);
        // It is beside whatever manifest holds, and part of none.
        Assert.Equal("web", taken.Set.Services.Single().Name);
    }

    [Fact]
    public async Task A_manifest_that_cannot_be_kept_is_told_and_the_one_of_an_earlier_up_does_not_stay_in_its_place()
    {
        Directory.CreateDirectory(_folder["run/manifest.next.new"]);
        var inForce = InForce();
        await TakeAsync(new LeftoverHost([]), inForce, whenSaid: () => Assert.Equal((null, null), ManifestReading.Recover(_folder["run"])));
        Assert.Null(inForce.Hash);
        Assert.EndsWith("comes back with the files as they are then", Assert.Single(_notices.After(0, 100), notice => notice.What == "degraded").Detail, StringComparison.Ordinal);
    }

    private async Task<TakenOver> TakeAsync(LeftoverHost host, ManifestInForce inForce, Action whenSaid)
    {
        var said = 0;
        var earlier = new EarlierDaemons(HasTakenOver: false, [], () =>
        {
            said++;
            whenSaid();
        });
        var taken = await TakenOver.TakeAsync(host, earlier, _memory, inForce, _folder["run"], _notices);
        Assert.Equal(1, said);
        return taken;
    }

    private static KnownRun Live(RunId id) => new(id, 4711, DateTimeOffset.UnixEpoch, null, IsTreeGone: false, IsSpawned: true);

    private void Write(string program) => _folder.Write("baton.toml", $"[services.web]\ncommand = [\"{program}\"]\n");

    private ManifestInForce InForce()
    {
        var options = new DaemonOptions(_folder.Path, null, null, null, null, false, [], false);
        return new ManifestInForce(ManifestReading.Of(Locations.Find(options, Environment.CurrentDirectory), options.Choice, TimeProvider.System), _folder["run"]);
    }

    private string? Kept() => ManifestReading.Recover(_folder["run"]).Reading?.Manifest.Services.Single().Launch.Command[0];

    /// <summary>A host to which a dead one has left these runs, all of which can be adopted.</summary>
    private sealed class LeftoverHost(IReadOnlyList<KnownRun> found) : IProcessHost
    {
        public IReadOnlyList<string> Degraded => [];

        public RunPrograms Programs => throw new NotSupportedException();

        public Task Failed { get; } = new TaskCompletionSource().Task;

        public void Send(ProcessCommand command) => throw new NotSupportedException();

        public IReadOnlyList<string> Registered { get; private set; } = [];

        public Task RegisterAsync(IReadOnlyList<string> services)
        {
            Registered = services;
            return Task.CompletedTask;
        }

        public int LastRun(string service) => 0;

        public Task<IReadOnlyList<KnownRun>> FindLeftoversAsync() => Task.FromResult(found);

        public Task<IReadOnlyList<KnownRun>> AdoptAsync(IReadOnlyList<RunId> runs) => Task.FromResult<IReadOnlyList<KnownRun>>([.. found.Where(run => runs.Contains(run.Id))]);

        public Task<IReadOnlyList<EndedLeftover>> EndLeftoversAsync() => Task.FromResult<IReadOnlyList<EndedLeftover>>([]);

        public Task CloseAsync() => Task.CompletedTask;

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
