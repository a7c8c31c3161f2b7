using Baton.Simulation.Invariants;

namespace Baton.Simulation.Bugs;

/// <summary>All that is planted.</summary>
internal static class AllBugs
{
    /// <summary>Each with the promises that it may break, and a seed from which it is found soon.</summary>
    public static IReadOnlyList<Planting> All { get; } =
    [
        new(() => new StoresLate(), 1, nameof(NumbersGoOn), nameof(ExitsAreSeenOnce)),
        new(() => new RestartsNotStored(), 1, nameof(NumbersGoOn)),
        new(() => new ShutdownNotStored(), 14, nameof(StopsEnd), nameof(StopsHold)),
        new(() => new BeginningNotStored(), 1, nameof(StopsHold)),
        new(() => new BackoffNotRearmed(), 13, nameof(DesiredRuns)),
        new(() => new StopInBackoffNotStored(), 2, nameof(StopsHold)),
        new(() => new RunNumberNotStored(), 1, nameof(ExitsAreSeenOnce)),
        new(() => new DesireNotStored(), 23, nameof(StopsHold)),
        new(() => new PlacesNotGivenBack(), 1, nameof(Bounded)),
        new(() => new LedgerForgetsEnded(), 1, nameof(ExitsAreSeenOnce)),
        new(() => new LedgerSleepsWithoutDaemon(), 1, nameof(ExitsAreSeenOnce), nameof(DependenciesHold), nameof(StopsEnd)),
        new(() => new LedgerForgetsSpawning(), 1, nameof(NumbersGoOn), nameof(OneRunAtATime)),
        new(() => new ExitToldTwice(), 1, nameof(ExitsAreSeenOnce)),
        new(() => new LateExitTakenForPresent(), 1, nameof(ExitsAreSeenOnce)),
        new(() => new EarlySignalsLost(), 19, nameof(DesiredRuns), nameof(StopsEnd)),
        new(() => new DescendantsOverlooked(), 1, nameof(OneRunAtATime)),
        new(() => new AdoptsByPidAlone(), 33, nameof(StrangersAreLeftAlone)),
        new(() => new FindsRecordedPidsOnly(), 2, nameof(OneRunAtATime)),
        new(() => new RunNumbersBeginAgain(), 1, nameof(NumbersGoOn)),
        new(() => new KillNotRepeated(), 1, nameof(DesiredRuns), nameof(StopsEnd)),
        new(() => new NewsOutOfOrder(), 21, nameof(ExitsAreSeenOnce), nameof(StopsHold)),
        new(() => new OldTimersFire(), 1, nameof(KillsArePatient)),
        new(() => new TimersRunFast(), 1, nameof(KillsArePatient)),
        new(() => new TimersLeak(), 5, nameof(Bounded)),
        new(() => new SpansByWallClock(), 2, nameof(NoBug)),
        new(() => new ProbingThrows(), 1, nameof(NoBug)),
        new(() => new OldReadinessAccepted(), 1, nameof(DependenciesHold)),
        new(() => new DependenciesForgottenOnRecovery(), 9, nameof(DesiredRuns), nameof(StopsHold)),
        new(() => new LossDuringStartIgnored(), 25, nameof(DevicesHold)),
        new(() => new ReturnNotSeen(), 6, nameof(DesiredRuns)),
        new(() => new ReloadForgetsStops(), 1, nameof(StopsHold)),
        new(() => new StopsDoNotWait(), 3, nameof(DependentsStopFirst)),
    ];

    /// <summary>How each is made, by its name.</summary>
    public static IReadOnlyDictionary<string, Func<PlantedBug>> ByName { get; } = All.ToDictionary(bug => bug.Name, bug => bug.Make);
}

/// <summary>One bug that is planted.</summary>
/// <param name="Make">Makes it, for one history.</param>
/// <param name="Seed">A seed at or shortly before which it is found.</param>
/// <param name="Breaks">Names of the invariants that it may break; another one's failure would be another bug.</param>
internal sealed record Planting(Func<PlantedBug> Make, ulong Seed, params string[] Breaks)
{
    public string Name { get; } = Make().GetType().Name;
}
