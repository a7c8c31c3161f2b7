using Baton.Processes;
using Baton.Supervision.Services;

namespace Baton.Supervision.Tests.Services;

/// <summary>Services that take too much memory.</summary>
public sealed partial class SupervisorTests
{
    [Fact]
    public async Task Memory_that_stays_beyond_the_limit_is_a_planned_restart_with_its_cause()
    {
        _supervisor = Supervise(Define("lamp") with { MemoryRestart = 100_000_000 });
        await Do(_supervisor.StartAsync([], Me, default));
        Take(100_000_001);
        Advance(TimeSpan.FromSeconds(10));
        Take(200_000_000);
        Assert.Equal(1, Lamp.Run);
        Advance(TimeSpan.FromSeconds(10));
        Take(150_000_000);
        Assert.Equal((Phase.Running, 2, 0, 1), (Lamp.State, Lamp.Run, Lamp.Failures, Lamp.Restarts));
        Assert.Contains(_notices.After(0, 1000), n => n is { What: "memory_restart", Detail: "it takes 150 MB, more than memory_restart = 100 MB" });
    }

    [Fact]
    public async Task A_restart_for_memory_does_not_make_up_for_failures_as_a_person_does()
    {
        _supervisor = Supervise(Define("lamp") with { MemoryRestart = 100_000_000 });
        await Do(_supervisor.StartAsync([], Me, default));
        _host.Exit(new RunId("lamp", 1), new ExitStatus(1, null));
        _scheduler.RunAll();
        Advance(TimeSpan.FromSeconds(6));
        for (var i = 0; i < 3; i++)
        {
            Take(200_000_000);
            Advance(TimeSpan.FromSeconds(10));
        }

        Assert.Equal((Phase.Running, 3, 1, 2), (Lamp.State, Lamp.Run, Lamp.Failures, Lamp.Restarts));
        await Do(_supervisor.RestartAsync(["lamp"], Me, default));
        Assert.Equal((4, 0, 2), (Lamp.Run, Lamp.Failures, Lamp.Restarts));
    }

    [Fact]
    public async Task A_short_peak_and_many_looks_in_a_row_restart_nothing()
    {
        _supervisor = Supervise(Define("lamp") with { MemoryRestart = 100_000_000 });
        await Do(_supervisor.StartAsync([], Me, default));
        for (var i = 0; i < 10; i++) Take(200_000_000);
        Advance(TimeSpan.FromSeconds(10));
        Take(1);
        Advance(TimeSpan.FromSeconds(10));
        Take(200_000_000);
        Assert.Equal(1, Lamp.Run);
    }

    [Fact]
    public async Task It_is_measured_every_ten_seconds_where_a_service_has_a_limit_and_not_else()
    {
        await Do(_supervisor.StartAsync([], Me, default));
        // Less than a minute in all, after which everything is measured.
        Advance(TimeSpan.FromSeconds(20));
        Assert.DoesNotContain(_host.Commands, command => command is ProcessCommand.Sample);
        _supervisor = Supervise(Define("lamp") with { MemoryRestart = 100_000_000 });
        for (var i = 0; i < 3; i++) Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(3, _host.Commands.Count(command => command is ProcessCommand.Sample));
    }

    [Fact]
    public async Task A_run_that_the_kernel_killed_for_want_of_memory_says_so()
    {
        await Do(_supervisor.StartAsync(["lamp"], Me, default));
        _supervisor.On(new ProcessEvent.OutOfMemory(new RunId("lamp", 1)));
        _host.Exit(new RunId("lamp", 1), new ExitStatus(null, 9));
        _scheduler.RunAll();
        Assert.EndsWith("; out of memory (limits.memory)", Lamp.Reason, StringComparison.Ordinal);
        Assert.Contains(_notices.After(0, 1000), n => n.What == "out_of_memory");
    }

    private void Take(long bytes)
    {
        _supervisor.On(new ProcessEvent.Sampled([new RunFigures(new RunId("lamp", Lamp.Run), TimeSpan.Zero, bytes, 1, [])]));
        _scheduler.RunAll();
    }
}
