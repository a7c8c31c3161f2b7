using Baton.Probes;
using Baton.Processes;
using Baton.Supervision.Figures;

namespace Baton.Supervision.Tests.Figures;

/// <summary>Sums of a service over its runs.</summary>
public sealed class ServiceTallyTests
{
    [Fact]
    public void Processor_time_only_grows_over_runs_and_over_processes_that_end()
    {
        var tally = new ServiceTally();
        foreach (var (run, seconds) in new[] { (1, 2.0), (1, 5.0), (1, 1.0), (1, 1.5), (2, 0.5), (2, 0.5) }) tally.Measured(run, TimeSpan.FromSeconds(seconds));
        Assert.Equal(TimeSpan.FromSeconds(5 + 0.5 + 0.5), tally.Read().Cpu);
    }

    [Fact]
    public void Ways_to_end_are_bounded()
    {
        var tally = new ServiceTally();
        for (var code = 0; code < 20; code++) tally.Ended(new ExitStatus(code, null));
        tally.Ended(new ExitStatus(3, null));
        tally.Ended(new ExitStatus(null, 9));
        var sums = tally.Read();
        Assert.Equal((16, 5L), (sums.Exits.Count, sums.OtherExits));
        Assert.Equal(2, sums.Exits.Single(exit => exit.Status.Code == 3).Count);
    }

    [Fact]
    public void Probes_are_counted_by_their_word()
    {
        var tally = new ServiceTally();
        tally.Probed("readiness", new ProbeResult(true, TimeSpan.FromSeconds(1), "ok"));
        tally.Probed("readiness", new ProbeResult(false, TimeSpan.FromSeconds(2), "no"));
        tally.Probed("liveness", new ProbeResult(true, TimeSpan.FromSeconds(4), "ok"));
        var probes = tally.Read().Probes;
        Assert.Equal([("readiness", 1L, 1L, TimeSpan.FromSeconds(3)), ("liveness", 1L, 0L, TimeSpan.FromSeconds(4))], probes.Select(probe => (probe.Probe, probe.Successes, probe.Failures, probe.Durations.Sum)));
        // One and two seconds belong to what takes up to 2 s, four to what takes up to 10 s.
        Assert.Equal([0, 0, 0, 0, 2, 0, 0], probes[0].Durations.Counts);
        Assert.Equal([0, 0, 0, 0, 0, 1, 0], probes[1].Durations.Counts);
    }

    [Fact]
    public void Starts_fall_into_classes_and_what_takes_longer_than_all_of_them_into_the_last()
    {
        var tally = new ServiceTally();
        Assert.Null(tally.Read().Starts);
        foreach (var seconds in new[] { 0, 0.1, 0.2, 1, 31, 500, 1000 }) tally.Started(TimeSpan.FromSeconds(seconds));
        var starts = tally.Read().Starts!;
        Assert.Equal([2, 1, 1, 0, 0, 1, 2], starts.Counts);
        Assert.Equal(TimeSpan.FromSeconds(1532.3), starts.Sum);
    }
}
