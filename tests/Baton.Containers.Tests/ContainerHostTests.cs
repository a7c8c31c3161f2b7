using System.Collections.Concurrent;
using Baton.Containers.Runs;
using Baton.Processes;
using Baton.Processes.Hosting;
using Baton.Processes.Records;
using Baton.TestKit;

namespace Baton.Containers.Tests;

/// <summary>No container outlives the end of all, and no end is told that was none.</summary>
public sealed class ContainerHostTests : IAsyncDisposable, IProcessEvents
{
    private readonly TemporaryFolder _folder = new();
    private readonly ManualTime _time = new();
    private readonly TaskCompletionSource<string> _failed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ConcurrentQueue<ProcessEvent> _told = new();
    private ContainerHost? _host;

    private volatile bool _isThere, _removes = true;
    private volatile string _ofRun = "";

    public async ValueTask DisposeAsync()
    {
        if (_host is not null) await _host.DisposeAsync();
        _folder.Dispose();
    }

    void IProcessEvents.On(ProcessEvent processEvent)
    {
        _told.Enqueue(processEvent);
        if (processEvent is ProcessEvent.SpawnFailed x) _failed.TrySetResult(x.Reason);
    }

    [Fact]
    public async Task A_container_that_could_not_be_taken_back_after_a_failed_start_goes_at_the_end()
    {
        await using var engine = new ScriptedEngine(_folder["e.sock"], Answer);
        var host = Open();
        _removes = false;
        host.Send(new ProcessCommand.Spawn(new RunId("a", 1), new Launch
        {
            Command = [],
            WorkingDirectory = "/",
            Environment = new Dictionary<string, string>(),
            Container = new ContainerLaunch("image:1", engine.Socket),
        }));
        await Eventually.ReturnsAsync(_failed.Task, "the failed spawn");
        await Eventually.HoldsAsync(() => _isThere, "the container");

        // The engine is away: it cannot be helped, and what is left stays on record.
        await host.CloseAsync().WaitAsync(Eventually.Limit);
        Assert.True(_isThere);

        _removes = true;
        await host.CloseAsync().WaitAsync(Eventually.Limit);
        Assert.False(_isThere);
        Assert.Empty(Records.Read());
    }

    [Fact]
    public async Task A_container_on_record_that_no_run_has_in_hand_goes_at_the_end()
    {
        await using var engine = new ScriptedEngine(_folder["e.sock"], Answer);
        var host = Open();
        _isThere = true;
        Records.Write(new ContainerRecord("a", 4, engine.Socket, Labels.NameOf("a")));
        await host.CloseAsync().WaitAsync(Eventually.Limit);
        Assert.False(_isThere);
        Assert.Empty(Records.Read());
    }

    [Fact]
    public async Task The_record_of_a_run_that_got_no_container_stands_for_that_of_the_run_before()
    {
        await using var engine = new ScriptedEngine(_folder["e.sock"], Answer);
        _isThere = true;
        _ofRun = "3";
        Records.Write(new ContainerRecord("a", 4, engine.Socket, Labels.NameOf("a")));
        await Open().EndLeftoversAsync().WaitAsync(Eventually.Limit);
        Assert.False(_isThere);
    }

    [Fact]
    public async Task A_container_whose_engine_is_away_is_told_to_be_left()
    {
        Records.Write(new ContainerRecord("a", 4, _folder["e.sock"], Labels.NameOf("a")));
        var left = Assert.Single(await Open().EndLeftoversAsync().WaitAsync(Eventually.Limit));
        Assert.Equal(new EndedLeftover(new RunId("a", 4), 0, $"container {Labels.NameOf("a")}", LeftoverOutcome.Stuck), left);
    }

    [Fact]
    public async Task An_engine_that_says_that_memory_was_wanting_is_passed_on()
    {
        await using var engine = new ScriptedEngine(_folder["e.sock"], request => request.StartsWith("DELETE", StringComparison.Ordinal) ? ScriptedEngine.Answer(204, "")
            : request.Contains("/containers/json", StringComparison.Ordinal) ? ScriptedEngine.Answer(200, "[]")
            : ScriptedEngine.Answer(200, """{"Id":"c1","State":{"Status":"exited","Running":false,"ExitCode":137,"OOMKilled":true}}"""));
        Records.Write(new ContainerRecord("a", 4, engine.Socket, Labels.NameOf("a")) { IsMemoryLimited = true });
        var host = Open();

        host.On(new ProcessEvent.Exited(new RunId("a", 4), new ExitStatus(137, null), IsTreeGone: true));

        await Eventually.HoldsAsync(() => _told.OfType<ProcessEvent.TreeGone>().Any(), "the end");
        Assert.Equal([new ProcessEvent.OutOfMemory(new RunId("a", 4)), new ProcessEvent.Exited(new RunId("a", 4), new ExitStatus(137, null), IsTreeGone: false), new ProcessEvent.TreeGone(new RunId("a", 4))], _told);
    }

    [Theory]
    [InlineData("4", true)]
    [InlineData("3", false)]
    public async Task Only_the_container_of_the_very_run_is_gone_on_with(string run, bool isTheirs)
    {
        var state = StateId.Of(_folder.Path, out _);
        await using var engine = new ScriptedEngine(_folder["e.sock"], _ => ScriptedEngine.Answer(200,
            $$$"""{"Id":"c1","Config":{"Labels":{"baton.state":"{{{state}}}","baton.service":"a","baton.run":"{{{run}}}"}},"State":{"Status":"running","Running":true,"ExitCode":0}}"""));
        Records.Write(new ContainerRecord("a", 4, engine.Socket, Labels.NameOf("a")));
        var host = Open(new KnownRun(new RunId("a", 4), 77, default, ExitStatus.Unknown, IsTreeGone: true, IsSpawned: true));

        var found = Assert.Single(await host.FindLeftoversAsync().WaitAsync(Eventually.Limit));

        Assert.Equal(isTheirs, !found.IsTreeGone);
    }

    private ContainerLabels Labels => new(() => StateId.Of(_folder.Path, out _).ToString());

    private ContainerRecords Records => new(_folder.Path);

    private ContainerHost Open(params KnownRun[] left)
    {
        _host = new ContainerHost(_folder.Path, ["baton"], this, _time);
        _host.Over(new NoPrograms(left));
        return _host;
    }

    private byte[]? Answer(string request)
    {
        switch (request.Split(' ')[0])
        {
            case "DELETE" when _removes:
                _isThere = false;
                return ScriptedEngine.Answer(204, "");
            case "DELETE":
                return [];
            case "GET" when request.Contains("/images/", StringComparison.Ordinal):
                return ScriptedEngine.Answer(200, "{}");
            case "GET":
                return ScriptedEngine.Answer(200, _isThere && IsAsked(request) ? Listed : "[]");
            case "POST" when request.Contains("/create", StringComparison.Ordinal):
                _isThere = true;
                return ScriptedEngine.Answer(201, """{"Id":"c1"}""");
            default:
                // Its start is not answered.
                return [];
        }
    }

    private bool IsAsked(string request) => _ofRun.Length == 0 || !request.Contains("baton.run", StringComparison.Ordinal) || request.Contains($"baton.run%3D{_ofRun}", StringComparison.Ordinal);

    private string Listed =>
        $$$"""[{"Id":"c1","Names":["/{{{Labels.NameOf("a")}}}"],"Labels":{"baton.state":"{{{StateId.Of(_folder.Path, out _)}}}","baton.service":"a"}}]""";

    /// <summary>Runs nothing.</summary>
    private sealed class NoPrograms(IReadOnlyList<KnownRun> left) : IProcessHost
    {
        public IReadOnlyList<string> Degraded => [];

        public RunPrograms Programs => throw new NotSupportedException();

        public Task Failed { get; } = new TaskCompletionSource().Task;

        public void Send(ProcessCommand command)
        {
        }

        public Task RegisterAsync(IReadOnlyList<string> services) => Task.CompletedTask;

        public int LastRun(string service) => 0;

        public Task<IReadOnlyList<KnownRun>> FindLeftoversAsync() => Task.FromResult(left);

        public Task<IReadOnlyList<KnownRun>> AdoptAsync(IReadOnlyList<RunId> runs) => Task.FromResult<IReadOnlyList<KnownRun>>([]);

        public Task<IReadOnlyList<EndedLeftover>> EndLeftoversAsync() => Task.FromResult<IReadOnlyList<EndedLeftover>>([]);

        public Task CloseAsync() => Task.CompletedTask;

        public ValueTask DisposeAsync() => default;
    }
}
