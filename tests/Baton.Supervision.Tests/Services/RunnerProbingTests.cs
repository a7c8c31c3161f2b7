using Baton.Core.Actors;
using Baton.Probes;
using Baton.Probes.Running;
using Baton.Probes.Specs;
using Baton.Processes;
using Baton.Processes.Hosting;
using Baton.Supervision.Probing;
using Baton.TestKit;

namespace Baton.Supervision.Tests.Services;

public class RunnerProbingTests
{
    // No test here looks for a line or runs a program.
    private const LogLineProbing NoLines = null!;
    private const RunPrograms NoPrograms = null!;

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task That_a_process_lives_is_said_as_often_as_it_takes_to_count_and_then_no_more(int threshold)
    {
        var time = new ManualTime();
        await using var runner = new ProbeRunner(time, ActorScheduler.Caller, new Random(1), _ => { }, _ => { });
        var told = new List<ProbeResult>();
        var timing = new ProbeTiming { InitialDelay = TimeSpan.FromSeconds(2), Interval = TimeSpan.FromSeconds(5), SuccessThreshold = threshold };
        using var asked = new RunnerProbing(runner, NoLines, NoPrograms, time).Begin(new RunId("web", 1), new ServiceProbe(new ProbeSpec.Process(), timing), told.Add);
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Empty(told);
        for (var i = 0; i < 100; i++) time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(threshold, told.Count);
        Assert.All(told, result => Assert.True(result.IsSuccess));
    }
}
