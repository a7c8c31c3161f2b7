using System.Collections.Concurrent;
using Baton.Containers.Runs;
using Baton.Processes;
using Baton.TestKit;

namespace Baton.Containers.Tests;

/// <summary>What containers use is asked of each alone: one that is slow holds up no other.</summary>
public sealed class ContainerFiguresTests : IAsyncDisposable
{
    private const string Stats = """{"cpu_stats":{"cpu_usage":{"total_usage":2000000000}},"memory_stats":{"usage":5000,"stats":{"inactive_file":1000}},"pids_stats":{"current":3}}""";
    private const string NoHealth = """{"Id":"c","State":{"Status":"running","Running":true,"ExitCode":0}}""";

    private static readonly RunId Quick = new("quick", 1), Slow = new("slow", 1), Program = new("program", 1);

    private readonly TemporaryFolder _folder = new();
    private readonly ConcurrentQueue<IReadOnlyList<RunFigures>> _told = new();
    private readonly List<ContainerRun> _runs = [];
    private volatile bool _isHung = true;
    private ContainerWorld? _world;

    public ValueTask DisposeAsync()
    {
        foreach (var run in _runs) run.Dispose();
        _world?.Dispose();
        _folder.Dispose();
        return default;
    }

    [Fact]
    public async Task An_engine_that_never_answers_delays_the_figures_of_nobody_and_its_own_are_marked_as_old()
    {
        await using var well = new ScriptedEngine(_folder["well.sock"], Answer);
        await using var hung = new ScriptedEngine(_folder["hung.sock"], request => _isHung ? null : Answer(request));
        var figures = Open(("quick", well.Socket), ("slow", hung.Socket));

        await UntilMeasuredAsync(figures, Quick);
        Assert.Equal([Program, Quick], Last.Select(f => f.Id));
        Assert.Equal((TimeSpan.FromSeconds(2), 4000, 3, null), (Last[1].Cpu, Last[1].MemoryBytes, Last[1].Processes, Last[1].OldSince));

        // Its question is still open: it is not even waited for.
        var began = TimeProvider.System.GetTimestamp();
        for (var i = 0; i < 20; i++) await MeasureAsync(figures);
        // Far less than the quarter of a second each that an open question is waited for at first.
        Assert.True(TimeProvider.System.GetElapsedTime(began) < TimeSpan.FromSeconds(5));
        Assert.DoesNotContain(Last, f => f.Id == Slow);
        Assert.Contains(Last, f => f.Id == Quick);
    }

    [Fact]
    public async Task The_last_figures_of_an_engine_that_stopped_answering_are_told_as_old()
    {
        await using var hung = new ScriptedEngine(_folder["hung.sock"], request => _isHung ? null : Answer(request));
        _isHung = false;
        var figures = Open(("slow", hung.Socket));
        await UntilMeasuredAsync(figures, Slow);

        _isHung = true;
        await MeasureAsync(figures);

        var old = Assert.Single(Last, f => f.Id == Slow);
        Assert.Equal(4000, old.MemoryBytes);
        Assert.NotNull(old.OldSince);
    }

    [Fact]
    public async Task An_engine_that_always_takes_its_time_is_told_a_round_later_and_not_as_old()
    {
        using var answers = new SemaphoreSlim(0);
        await using var slow = new ScriptedEngine(_folder["slow.sock"], request =>
        {
            if (request.Contains("/stats", StringComparison.Ordinal) && !answers.Wait(Eventually.Limit)) return null;
            return Answer(request);
        });
        var figures = Open(("slow", slow.Socket));
        await MeasureAsync(figures);
        Assert.DoesNotContain(Last, f => f.Id == Slow);
        for (var round = 0; round < 3; round++)
        {
            // It answers what the last measurement asked, and not in time what this one asks.
            answers.Release();
            var before = _told.Count;
            for (var i = 0; i < 1000 && !_told.Skip(before).Any(told => told.Any(f => f.Id == Slow && f.OldSince is null)); i++) await MeasureAsync(figures);
            Assert.Contains(Last, f => f.Id == Slow && f.OldSince is null);
        }

        // And nothing at all any more.
        await MeasureAsync(figures);
        Assert.NotNull(Assert.Single(Last, f => f.Id == Slow).OldSince);
        answers.Release(10);
    }

    [Fact]
    public async Task What_an_image_finds_of_itself_is_told_with_them()
    {
        await using var engine = new ScriptedEngine(_folder["e.sock"], request => ScriptedEngine.Answer(200, request.Contains("/stats", StringComparison.Ordinal)
            ? Stats
            : """{"Id":"c","State":{"Status":"running","Running":true,"ExitCode":0,"Health":{"Status":"unhealthy","FailingStreak":4}}}"""));
        var figures = Open(("quick", engine.Socket));
        await UntilMeasuredAsync(figures, Quick);
        Assert.Equal("the image's healthcheck: unhealthy, 4 failures in a row", Assert.Single(Last, f => f.Id == Quick).Said);
    }

    private IReadOnlyList<RunFigures> Last => _told.Last();

    private static byte[] Answer(string request) => ScriptedEngine.Answer(200, request.Contains("/stats", StringComparison.Ordinal) ? Stats : NoHealth);

    private ContainerFigures Open(params (string Service, string Socket)[] containers)
    {
        _world = new ContainerWorld(new ContainerLabels(() => "0123456789abcdef"), new ContainerRecords(_folder.Path), TimeProvider.System, ["baton"])
        {
            Send = static _ => { },
            Tell = static _ => { },
            Say = static (_, _, _) => { },
            Crashed = bug => Assert.Fail(bug.ToString()),
            Forget = static _ => { },
        };
        foreach (var (service, socket) in containers) _runs.Add(new ContainerRun(_world, new ContainerRecord(service, 1, socket, service), launch: null));
        return new ContainerFigures(_world, () => _runs);
    }

    /// <summary>Measures until an engine was quick enough: the first answers of a test that has just begun need not be.</summary>
    private async Task UntilMeasuredAsync(ContainerFigures figures, RunId id)
    {
        for (var i = 0; i < 100; i++)
        {
            await MeasureAsync(figures);
            if (Last.Any(f => f.Id == id && f.OldSince is null)) return;
        }

        Assert.Fail($"{id} was never measured in time");
    }

    private async Task MeasureAsync(ContainerFigures figures)
    {
        var count = _told.Count + 1;
        RunFigures[] followers = [.. ((RunId[])[Program, Quick, Slow]).Where(id => id == Program || _runs.Any(run => run.Record.Id == id)).Select(id => new RunFigures(id, TimeSpan.Zero, 1, 1, []))];
        figures.Put(new ProcessEvent.Sampled(followers), e => _told.Enqueue(((ProcessEvent.Sampled)e).Figures));
        await Eventually.HoldsAsync(() => _told.Count == count, "the figures");
    }
}
