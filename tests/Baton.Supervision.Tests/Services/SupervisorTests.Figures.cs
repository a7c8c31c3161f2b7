using Baton.Processes;

namespace Baton.Supervision.Tests.Services;

/// <summary>What runs take of the machine.</summary>
public sealed partial class SupervisorTests
{
    [Fact]
    public async Task Figures_are_measured_once_a_minute_and_every_second_while_somebody_looks()
    {
        await Do(_supervisor.StartAsync(["lamp"], Me, default));
        Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(2, _host.Commands.OfType<ProcessCommand.Sample>().Count());
        using (_supervisor.LookAtFigures()) Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(2 + 4, _host.Commands.OfType<ProcessCommand.Sample>().Count());
        Advance(TimeSpan.FromSeconds(50));
        Assert.Equal(2 + 4, _host.Commands.OfType<ProcessCommand.Sample>().Count());
    }

    [Fact]
    [Trait("Defect", "B9-18")]
    public async Task Figures_of_two_measurements_give_a_share_of_the_processor()
    {
        await Do(_supervisor.StartAsync(["lamp"], Me, default));
        var id = new RunId("lamp", 1);
        _supervisor.On(new ProcessEvent.Sampled([new RunFigures(id, TimeSpan.FromSeconds(1), 5, 1, [])]));
        _scheduler.RunAll();
        Advance(TimeSpan.FromSeconds(10));
        _supervisor.On(new ProcessEvent.Sampled([new RunFigures(id, TimeSpan.FromSeconds(3), 7, 2, [80])]));
        _scheduler.RunAll();
        var figures = _supervisor.Find("lamp")!.Figures!;
        Assert.Equal((20.0, 7L, 2), (figures.CpuPercent!.Value, figures.MemoryBytes, figures.Processes));
    }
}
