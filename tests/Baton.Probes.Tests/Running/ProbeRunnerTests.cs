using Baton.Core.Actors;
using Baton.Probes.Running;
using Baton.Probes.Specs;
using Baton.TestKit;

namespace Baton.Probes.Tests.Running;

public sealed class ProbeRunnerTests : IDisposable
{
    private static readonly ProbeTiming EverySecond = new() { InitialDelay = TimeSpan.FromSeconds(2), Interval = TimeSpan.FromSeconds(1) };

    private readonly ManualTime _time = new();
    private readonly ManualScheduler _scheduler = new();
    private readonly List<Exception> _crashes = [];
    private readonly List<Exception> _bugs = [];
    private readonly List<string> _told = [];
    private readonly ProbeRunner _runner;
    private readonly ScriptedProbe _probe;

    public ProbeRunnerTests()
    {
        _runner = new ProbeRunner(_time, _scheduler, new Random(1), _crashes.Add, _bugs.Add);
        _probe = new ScriptedProbe(_time);
    }

    public void Dispose()
    {
        var closing = _runner.DisposeAsync().AsTask();
        RunAll();
        Assert.True(closing.Wait(Eventually.Limit));
    }

    [Fact]
    public void A_probe_is_executed_after_its_delay_and_then_each_interval()
    {
        Add(_probe);
        Pass(5000);
        Assert.Equal([2000, 3000, 4000, 5000], _probe.Starts);
        Assert.Equal(["1", "2", "3", "4"], _told);
    }

    [Fact]
    public void Without_a_delay_it_is_executed_at_once()
    {
        _runner.Add(_probe, EverySecond with { InitialDelay = TimeSpan.Zero }, Tell);
        RunAll();
        Assert.Equal([0], _probe.Starts);
    }

    [Fact]
    public void One_that_overruns_its_interval_is_not_overlapped_and_goes_on_at_the_next_multiple()
    {
        Add(_probe);
        _probe.IsHeld = true;
        Pass(4300);
        Assert.Equal([2000], _probe.Starts);
        _probe.IsHeld = false;
        _probe.Answer();
        Pass(2000);
        Assert.Equal([2000, 5000, 6000], _probe.Starts);
    }

    [Fact]
    public void One_that_ends_exactly_on_a_multiple_goes_on_at_once()
    {
        Add(_probe);
        _probe.IsHeld = true;
        Pass(4000);
        _probe.IsHeld = false;
        _probe.Answer();
        RunAll();
        Assert.Equal([2000, 4000], _probe.Starts);
    }

    [Fact]
    public void Probes_do_not_wait_for_each_other()
    {
        var other = new ScriptedProbe(_time) { IsHeld = true };
        Add(other);
        Add(_probe);
        Pass(3000);
        Assert.Equal([2000], other.Starts);
        Assert.Equal([2000, 3000], _probe.Starts);
    }

    [Fact]
    public void One_timer_is_armed_however_many_probes_there_are()
    {
        for (var i = 0; i < 100; i++) Add(new ScriptedProbe(_time));
        RunAll();
        Assert.Single(_time.Armed);
    }

    [Fact]
    public void Spread_ones_begin_all_over_the_interval_after_their_delay()
    {
        var probes = Enumerable.Range(0, 100).Select(_ => new ScriptedProbe(_time)).ToList();
        foreach (var probe in probes) _runner.Add(probe, EverySecond, Tell, isSpread: true);
        Pass(4000);
        Assert.All(probes, p => Assert.InRange(p.Starts[0], 2000, 3001));
        Assert.True(probes.Select(p => (int)p.Starts[0] / 100).Distinct().Count() >= 9);
        Assert.All(probes, p => Assert.InRange(p.Starts[1] - p.Starts[0], 999, 1001));
    }

    [Fact]
    public void Removing_ends_it_and_the_last_one_leaves_no_timer()
    {
        var handle = Add(_probe);
        Pass(2500);
        handle.Dispose();
        handle.Dispose();
        Pass(5000);
        Assert.Equal([2000], _probe.Starts);
        Assert.Empty(_time.Armed);
    }

    [Fact]
    public void Removing_cancels_the_execution_under_way_and_tells_nothing()
    {
        _probe.IsHeld = true;
        var handle = Add(_probe);
        Pass(2500);
        handle.Dispose();
        RunAll();
        Assert.True(_probe.WasCancelled);
        Assert.Empty(_told);
        Assert.Empty(_crashes);
    }

    [Fact]
    public void One_removed_while_it_is_told_is_not_executed_again()
    {
        ProbeHandle? handle = null;
        handle = _runner.Add(_probe, EverySecond, _ => handle!.Dispose());
        Pass(9000);
        Assert.Equal([2000], _probe.Starts);
    }

    [Fact]
    public void A_late_timer_does_not_make_the_row_drift()
    {
        var lateness = new List<TimeSpan>();
        _runner.Add(_probe, EverySecond, outcome => lateness.Add(outcome.Lateness));
        RunAll();
        // The timer fires at 2 s, and nobody gets to it before 2.4 s.
        _time.Advance(TimeSpan.FromMilliseconds(2400));
        RunAll();
        Pass(1600);
        Assert.Equal([2400, 3000, 4000], _probe.Starts);
        Assert.Equal([400, 0, 0], lateness.Select(l => l.TotalMilliseconds));
    }

    [Fact]
    public void A_probe_that_throws_is_a_bug_that_is_told_once_and_counts_as_its_failure_alone()
    {
        var results = new List<ProbeResult>();
        _probe.Bug = new InvalidOperationException("broken");
        _runner.Add(_probe, EverySecond, outcome => results.Add(outcome.Result));
        RunAll();
        Pass(3000);
        Assert.Equal("broken", Assert.Single(_bugs).Message);
        Assert.True(results.Count > 1);
        Assert.All(results, result => Assert.False(result.IsSuccess));
        Assert.Contains("broken", results[0].Detail, StringComparison.Ordinal);

        _probe.Bug = null;
        Pass(1000);
        Assert.True(results[^1].IsSuccess);
        Assert.Empty(_crashes);
    }

    [Fact]
    public void Times_out_of_range_are_refused() =>
        Assert.Throws<ArgumentException>(() => _runner.Add(_probe, EverySecond with { Interval = TimeSpan.Zero }, Tell));

    [Fact]
    public async Task Closing_waits_for_what_it_cancels()
    {
        _probe.IsHeld = true;
        Add(_probe);
        Pass(2000);
        var closing = _runner.DisposeAsync().AsTask();
        // Nobody has had a turn yet.
        Assert.False(closing.IsCompleted);
        RunAll();
        Assert.True(_probe.WasCancelled);
        await closing.WaitAsync(Eventually.Limit);
        Add(new ScriptedProbe(_time));
        RunAll();
        Assert.Empty(_time.Armed);
    }

    [Fact]
    public async Task On_the_thread_pool_and_real_time_outcomes_of_a_real_program_are_told_in_order()
    {
        using var folder = new TemporaryFolder();
        var spec = new ProbeSpec.Exec(["/bin/sh", "-c", $"echo >> {folder["count"]}; exit $(wc -l < {folder["count"]})"], "/", new Dictionary<string, string> { ["PATH"] = "/usr/bin:/bin" });
        var timing = new ProbeTiming { InitialDelay = TimeSpan.Zero, Interval = ProbeTiming.MinInterval, Timeout = Eventually.Limit };
        var told = new System.Collections.Concurrent.ConcurrentQueue<string>();
        await using (var runner = new ProbeRunner(TimeProvider.System, ActorScheduler.ThreadPool, new Random(1), _crashes.Add, _bugs.Add))
        {
            using var handle = runner.Add(ProbeFactory.Create(spec, timing, TimeProvider.System)!, timing, outcome => told.Enqueue(outcome.Result.Detail.Split(" after")[0]));
            await Eventually.HoldsAsync(() => told.Count >= 3, "three outcomes");
        }

        Assert.Equal(["exit code 1", "exit code 2", "exit code 3"], told.Take(3));
        Assert.Empty(_crashes);
    }

    private ProbeHandle Add(ScriptedProbe probe) => _runner.Add(probe, EverySecond, Tell);

    private void Tell(ProbeOutcome outcome) => _told.Add(outcome.Result.Detail);

    private void RunAll()
    {
        // That of the test runner would take continuations to other threads, behind the test's back.
        SynchronizationContext.SetSynchronizationContext(null);
        _scheduler.RunAll();
    }

    /// <summary>Lets milliseconds pass, one at a time, with everybody getting their turn in each.</summary>
    private void Pass(int milliseconds)
    {
        RunAll();
        for (var i = 0; i < milliseconds; i++)
        {
            _time.Advance(TimeSpan.FromMilliseconds(1));
            RunAll();
        }
    }
}
