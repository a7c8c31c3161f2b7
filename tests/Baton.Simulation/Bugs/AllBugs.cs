namespace Baton.Simulation.Bugs;

/// <summary>All that is planted.</summary>
internal static class AllBugs
{
    public static IReadOnlyDictionary<string, Func<PlantedBug>> ByName { get; } = new Func<PlantedBug>[]
    {
        () => new StoresLate(), () => new RestartsNotStored(), () => new ShutdownNotStored(), () => new BeginningNotStored(), () => new BackoffNotRearmed(),
        () => new StopInBackoffNotStored(), () => new RunNumberNotStored(), () => new DesireNotStored(),
        () => new LedgerForgetsEnded(), () => new LedgerSleepsWithoutDaemon(), () => new LedgerForgetsSpawning(), () => new ExitToldTwice(), () => new LateExitTakenForPresent(),
        () => new EarlySignalsLost(), () => new DescendantsOverlooked(), () => new AdoptsByPidAlone(), () => new FindsRecordedPidsOnly(), () => new RunNumbersBeginAgain(),
        () => new KillNotRepeated(), () => new NewsOutOfOrder(),
        () => new OldTimersFire(), () => new TimersLeak(), () => new SpansByWallClock(), () => new OldReadinessAccepted(), () => new DependenciesForgottenOnRecovery(),
        () => new LossDuringStartIgnored(), () => new ReturnNotSeen(), () => new ReloadForgetsStops(),
    }.ToDictionary(make => make().GetType().Name);
}
