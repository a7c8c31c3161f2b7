using Baton.Simulation.Monitors;

namespace Baton.Simulation.Tests;

/// <summary>The simulation of monitors in the time that every change has for it; <c>tests/simulate --monitors</c> runs it for hours.</summary>
public class FleetSimulationTests
{
    private const ulong FirstSeed = 1;

    public static TheoryData<string> Bugs => [.. FleetBugs.ByName.Keys];

    [Fact]
    public void The_shipped_fleet_keeps_every_promise_over_endpoints_that_flip_and_daemons_that_are_killed()
    {
        // A bound on histories, so that the seeds are those that are run everywhere.
        var (budget, most) = Environment.GetEnvironmentVariable("BATON_CAMPAIGN") == "long" ? (TimeSpan.FromMinutes(10), int.MaxValue) : (TimeSpan.FromSeconds(20), 40);
        var campaign = new FleetCampaign(static () => new FleetBug());
        var failed = campaign.Run(FirstSeed, budget, most);
        Assert.True(failed is null, failed is { } f ? FleetCampaign.Explain(f.Seed, f.Failure, static () => new FleetBug()) : "");
        Assert.True(campaign.Histories >= 10, $"too slow to mean anything: {campaign.Summary()}");
        // Faults that never come would prove nothing.
        Assert.All(Enum.GetNames<FleetHappeningKind>(), kind => Assert.True(campaign.Counts.GetValueOrDefault(kind) > 0, $"never happened: {kind}"));
        Assert.All(["breaker Open", "breaker HalfOpen", "breaker Closed", "breaker Isolated", "TellDown", "TellUp", "TellFlapping"], what => Assert.True(campaign.Counts.GetValueOrDefault(what) > 0, $"never happened: {what}"));
    }

    [Theory]
    [MemberData(nameof(Bugs))]
    public void Every_bug_that_is_planted_around_the_fleet_is_found_and_breaks_what_it_should(string bug)
    {
        var planted = FleetBugs.All.Single(one => one.Name == bug);
        var campaign = new FleetCampaign(planted.Make);
        var found = campaign.Run(FirstSeed, TimeSpan.FromMinutes(1));
        Assert.True(found is not null, $"{bug} was not found: {campaign.Summary()}");
        Assert.True(planted.Breaks.Contains(found.Value.Failure.Invariant), $"{bug} broke {found.Value.Failure.Invariant} at seed {found.Value.Seed}: {found.Value.Failure.How}");
    }

    [Fact]
    public void Each_promise_is_broken_by_a_bug() => Assert.Equal(FleetPromises.All.Keys.Order(), FleetBugs.All.SelectMany(bug => bug.Breaks).Distinct().Order());

    [Fact]
    public void One_seed_is_one_history_of_monitors_and_one_that_fails_shrinks()
    {
        for (var seed = FirstSeed; seed < FirstSeed + 3; seed++) Assert.Equal(Traced(seed), Traced(seed));
        var bug = FleetBugs.ByName[nameof(AlarmsForgotten)];
        var (at, failure) = new FleetCampaign(bug).Run(FirstSeed, TimeSpan.FromMinutes(1))!.Value;
        var shrunk = FleetCampaign.Shrink(at, failure, bug);
        Assert.InRange(shrunk.Count, 1, 10);
        Assert.Equal(failure.Invariant, new FleetHistory(at, bug(), shrunk).Run()?.Invariant);
    }

    private static IReadOnlyList<string> Traced(ulong seed)
    {
        var history = new FleetHistory(seed, new FleetBug(), isTraced: true);
        history.Run();
        Assert.NotEmpty(history.Trace.Lines);
        return history.Trace.Lines;
    }
}
