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
        Assert.Equal([new ProbeCount("readiness", 1, 1, TimeSpan.FromSeconds(3)), new ProbeCount("liveness", 1, 0, TimeSpan.FromSeconds(4))], tally.Read().Probes);
    }
}
