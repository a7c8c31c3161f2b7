using Baton.Probes;
using Baton.Probes.Thresholds;
using Baton.Processes;
using Baton.Supervision.Devices;
using Baton.Supervision.Probing;

namespace Baton.Supervision.Tests.Services;

/// <summary>What is kept of probes, devices and figures for those who look closely, and who is told.</summary>
public sealed partial class SupervisorTests
{
    [Fact]
    public void The_newest_results_of_a_probe_are_kept_with_counts_and_where_it_stands()
    {
        _supervisor = Supervise(Probed(new ServiceProbes(Readiness: ScriptedProbing.Probe(Readiness, failures: 2))));
        Begin();
        var probe = Assert.Single(_supervisor.ProbesOf("lamp")!);
        Assert.Equal((ProbeKind.Readiness, Standing.Unknown, 0), (probe.Kind, probe.History.Read().Standing, probe.History.Read().Newest.Count));

        for (var i = 0; i < 24; i++) Answer(Readiness, true);
        Answer(Readiness, false);
        var found = probe.History.Read();
        Assert.Equal((24L, 1L, ProbeHistory.Kept, Standing.Passing), (found.Successes, found.Failures, found.Newest.Count, found.Standing));
        Assert.Equal((false, "connection refused", true), (found.Newest[0].IsSuccess, found.Newest[0].Message, found.Newest[1].IsSuccess));

        Answer(Readiness, false);
        Assert.Equal(Standing.Failing, probe.History.Read().Standing);
    }

    [Fact]
    public async Task The_end_of_a_run_leaves_the_results_but_not_the_standing()
    {
        _supervisor = Supervise(Probed(new ServiceProbes(Readiness: ScriptedProbing.Probe(Readiness))));
        Begin();
        Answer(Readiness, true);
        await Do(_supervisor.StopAsync(["lamp"], isOnly: true, Me, default));
        var found = _supervisor.ProbesOf("lamp")!.Single().History.Read();
        Assert.Equal((1L, Standing.Unknown, 1), (found.Successes, found.Standing, found.Newest.Count));
    }

    [Fact]
    public void A_check_has_its_results_too_and_a_long_message_is_cut()
    {
        _supervisor = Supervise(Define("lamp") with { Check = Movement }, Define("db"));
        Begin();
        foreach (var told in _probing.Checked.ToArray()) told(new ProbeResult(false, TimeSpan.FromSeconds(2), new string('x', 5000)));
        _scheduler.RunAll();
        var probe = Assert.Single(_supervisor.ProbesOf("lamp")!);
        var found = probe.History.Read();
        Assert.Equal((null, "movement_check", 1L, TimeSpan.FromSeconds(2)), (probe.Kind, probe.Check?.Name, found.Failures, found.Duration));
        Assert.Equal(ProbeHistory.LongestMessage, found.Newest[0].Message.Length);
        Assert.Empty(_supervisor.ProbesOf("db")!);
        Assert.Null(_supervisor.ProbesOf("ghost"));
    }

    [Fact]
    public async Task A_device_shows_since_when_it_is_there_or_away()
    {
        _supervisor = Supervise(NeedingCamera());
        await Do(_supervisor.StartAsync([], Me, default));
        Assert.Equal([new DeviceView(Camera, true, _time.Origin)], _supervisor.DevicesOf("lamp")!);

        Advance(TimeSpan.FromSeconds(5));
        _devices.Lose(Camera);
        _scheduler.RunAll();
        Advance(TimeSpan.FromSeconds(5));
        Assert.Equal([new DeviceView(Camera, false, _time.Origin.AddSeconds(5))], _supervisor.DevicesOf("lamp")!);
    }

    [Fact]
    public async Task Figures_are_kept_from_the_first_measurement_on_and_what_was_not_measured_is_not_known()
    {
        await Do(_supervisor.StartAsync(["lamp", "db"], Me, default));
        Advance(TimeSpan.FromSeconds(10));
        Measure(("db", 1, 4096));
        Advance(TimeSpan.FromSeconds(10));
        Measure(("lamp", 2, 8192));
        Advance(TimeSpan.FromSeconds(10));
        Measure(("db", 3, 4096));
        Advance(TimeSpan.FromSeconds(10));
        Measure(("lamp", 4, 8192), ("db", 4, 12_288));

        var lamp = _supervisor.FiguresOf("lamp")!;
        Assert.Equal([8192, null, 8192], lamp.MemoryBytes);
        Assert.Equal((TimeSpan.FromSeconds(10), _time.GetUtcNow(), 3), (lamp.Interval!.Value, lamp.End!.Value, lamp.CpuPercent.Count));
        Assert.Equal(10.0, lamp.CpuPercent[0]);
        Assert.Equal([4096, null, 4096, 12_288], _supervisor.FiguresOf("db")!.MemoryBytes);
        Assert.Empty(_supervisor.FiguresOf("api")!.MemoryBytes);
        Assert.Null(_supervisor.FiguresOf("ghost"));
    }

    [Fact]
    public async Task No_more_than_120_measurements_are_kept_and_those_of_one_service_take_less_than_a_kibibyte()
    {
        await Do(_supervisor.StartAsync(["lamp"], Me, default));
        for (var i = 1; i <= 130; i++)
        {
            Advance(TimeSpan.FromSeconds(1));
            Measure(("lamp", i, i * 1024L));
        }

        var lamp = _supervisor.FiguresOf("lamp")!;
        Assert.Equal((120, 11 * 1024L, 130 * 1024L), (lamp.MemoryBytes.Count, lamp.MemoryBytes[0], lamp.MemoryBytes[^1]));

        var before = GC.GetAllocatedBytesForCurrentThread();
        var page = new Baton.Supervision.Figures.FigurePage();
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 120 * 8, 1024);
        Assert.Equal(0, page.Last);
    }

    [Fact]
    public async Task Figures_alone_are_no_change_of_a_service_but_its_ports_are()
    {
        await Do(_supervisor.StartAsync(["lamp"], Me, default));
        Measure(("lamp", 1, 4096));
        var version = _supervisor.Find("lamp")!.Version;
        Advance(TimeSpan.FromSeconds(1));
        Measure(("lamp", 2, 8192));
        Assert.Equal((version, 8192L), (_supervisor.Find("lamp")!.Version, _supervisor.Find("lamp")!.Figures!.MemoryBytes));

        _supervisor.On(new ProcessEvent.Sampled([new RunFigures(new RunId("lamp", 1), TimeSpan.FromSeconds(3), 8192, 1, [8080])]));
        _scheduler.RunAll();
        Assert.Equal(version + 1, _supervisor.Find("lamp")!.Version);
    }

    [Fact]
    public async Task Each_change_and_each_measurement_is_told_until_the_listener_has_gone()
    {
        var told = 0;
        var roster = _supervisor.Roster;
        using (_supervisor.Listen(() => told++))
        {
            await Do(_supervisor.StartAsync(["lamp"], Me, default));
            Assert.NotEqual(0, told);
            (var before, var measured) = (told, _supervisor.Measurements);
            Measure(("lamp", 1, 4096));
            Assert.Equal((before + 1, measured + 1), (told, _supervisor.Measurements));
        }

        var last = told;
        await Do(_supervisor.StopAsync(["lamp"], isOnly: true, Me, default));
        Assert.Equal(last, told);
        Assert.Same(roster, _supervisor.Roster);
        Assert.Equal(["db", "api", "web", "lamp"], roster.Select(service => service.Name));
    }

    private void Measure(params (string Service, int CpuSeconds, long Memory)[] all)
    {
        _supervisor.On(new ProcessEvent.Sampled([.. all.Select(one => new RunFigures(new RunId(one.Service, 1), TimeSpan.FromSeconds(one.CpuSeconds), one.Memory, 1, []))]));
        _scheduler.RunAll();
    }
}
