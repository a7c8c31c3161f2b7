using Baton.Simulation.Bugs;
using Baton.Simulation.Histories;
using Baton.Simulation.Invariants;

namespace Baton.Simulation.Tests;

/// <summary>The simulation in the time that every change has for it; <c>tests/simulate</c> runs it for hours.</summary>
public class SimulationTests
{
    private const ulong FirstSeed = 1;

    public static TheoryData<string> Bugs => [.. AllBugs.ByName.Keys];

    [Fact]
    public void Shipped_logic_keeps_every_promise_through_thousands_of_faults()
    {
        // A bound on histories besides the time, so that on a fast machine the seeds are those that are run everywhere.
        var (budget, most) = Environment.GetEnvironmentVariable("BATON_CAMPAIGN") == "long" ? (TimeSpan.FromMinutes(20), int.MaxValue) : (TimeSpan.FromSeconds(40), 1_000);
        var campaign = new Campaign(static () => new PlantedBug());
        var failed = campaign.Run(FirstSeed, budget, most);
        Assert.True(failed is null, failed is { } f ? Campaign.Explain(f.Seed, f.Failure, static () => new PlantedBug()) : "");
        Assert.True(campaign.Histories >= 20, $"too slow to mean anything: {campaign.Summary()}");
        // Faults that never come would prove nothing.
        Assert.All(Enum.GetNames<HappeningKind>(), kind => Assert.True(campaign.Counts.GetValueOrDefault(kind) > 0, $"never happened: {kind}"));
    }

    [Theory]
    [MemberData(nameof(Bugs))]
    public void Every_planted_bug_is_found_within_a_minute_and_breaks_what_it_should(string bug)
    {
        var planted = AllBugs.All.Single(one => one.Name == bug);
        var campaign = new Campaign(planted.Make);
        // Each begins near a seed that finds it, so that the minute is enough where a history takes a second.
        var found = campaign.Run(planted.Seed, TimeSpan.FromMinutes(1));
        Assert.True(found is not null, $"{bug} was not found: {campaign.Summary()}");
        Assert.True(planted.Breaks.Contains(found.Value.Failure.Invariant), $"{bug} broke {found.Value.Failure.Invariant} at seed {found.Value.Seed}, not {string.Join(" or ", planted.Breaks)}: {found.Value.Failure.How}");
    }

    [Fact]
    public void Fifteen_bugs_and_more_are_planted_and_each_promise_is_broken_by_one_that_breaks_no_other()
    {
        Assert.True(AllBugs.All.Count >= 15);
        var broken = AllBugs.All.Where(bug => bug.Breaks.Length == 1).Select(bug => bug.Breaks[0]).ToHashSet();
        var promises = new History(FirstSeed, new PlantedBug()).Invariants.All.Select(invariant => invariant.Name);
        // A stop that never ends leaves something running that is to rest, too.
        Assert.Equal([nameof(StopsEnd)], promises.Where(promise => !broken.Contains(promise)));
        Assert.Contains(AllBugs.All, bug => bug.Breaks.Contains(nameof(StopsEnd)));
    }

    [Fact]
    public void One_seed_is_one_history()
    {
        for (var seed = FirstSeed; seed < FirstSeed + 5; seed++) Assert.Equal(Traced(seed), Traced(seed));
        Assert.NotEqual(Traced(FirstSeed), Traced(FirstSeed + 1));
    }

    [Fact]
    public void A_history_that_fails_shrinks_to_a_short_one_that_fails_in_the_same_way()
    {
        var bug = AllBugs.ByName[nameof(ReloadForgetsStops)];
        var (seed, failure) = new Campaign(bug).Run(FirstSeed, TimeSpan.FromMinutes(1))!.Value;
        var shrunk = Campaign.Shrink(seed, failure, bug);
        Assert.InRange(shrunk.Count, 1, 12);
        Assert.Equal(failure.Invariant, new History(seed, bug(), shrunk).Run()?.Invariant);
        Assert.Contains($"seed {seed}", Campaign.Explain(seed, failure, bug), StringComparison.Ordinal);
    }

    private static IReadOnlyList<string> Traced(ulong seed)
    {
        var history = new History(seed, new PlantedBug(), isTraced: true);
        history.Run();
        Assert.NotEmpty(history.Trace.Lines);
        return history.Trace.Lines;
    }
}
