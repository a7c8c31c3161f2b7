using System.Globalization;
using Baton.Processes;
using Baton.Supervision.Services;
using FsCheck;
using FsCheck.Fluent;

namespace Baton.Supervision.Tests.Services;

/// <summary>Random walks of a supervisor whose daemon is killed at random points, beside a twin that never is, with the same history of the world.</summary>
public class RecoveryPropertyTests
{
    private static readonly string[] Names = ["db", "api", "lamp"];

    [Fact]
    public void A_supervisor_that_is_killed_again_and_again_ends_where_its_unkilled_twin_does()
    {
        var choices = Gen.Choose(0, int.MaxValue).ArrayOf(60).ToArbitrary();
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(300), Prop.ForAll(choices, steps =>
        {
            Walk(steps);
        }));
    }

    [Fact]
    public void Walks_kill_the_daemon_often_and_reach_every_kind_of_state()
    {
        // Guards the property above: deaths that never come would leave nothing to recover.
        var random = new Random(3);
        var (deaths, seen) = (0, new HashSet<Phase>());
        for (var i = 0; i < 40; i++) deaths += Walk([.. Enumerable.Range(0, 60).Select(_ => random.Next())], seen);
        Assert.True(deaths > 200, $"{deaths} deaths");
        Assert.Superset(new HashSet<Phase> { Phase.Running, Phase.Stopping, Phase.Backoff, Phase.Stopped, Phase.Failed, Phase.Completed, Phase.WaitingDependencies }, seen);
    }

    [Fact]
    public void With_hooks_no_two_programs_of_a_service_live_at_once_and_what_is_desired_runs_in_the_end()
    {
        var random = new Random(11);
        var orphans = 0;
        for (var i = 0; i < 150; i++)
        {
            using var world = new RecoveryWorld(WithHooks(i));
            foreach (var choice in Enumerable.Range(0, 60).Select(_ => random.Next()))
            {
                if (choice % 3 == 0) world.DieAt(1 + (choice / 64 % 12), isBefore: (choice & 1) == 0);
                Act(world, choice);
            }

            world.Advance(TimeSpan.FromMinutes(12));
            foreach (var name in Names) world.Start(name);
            // A slow spawn is over when time goes on.
            world.Advance(TimeSpan.FromMinutes(1));
            world.Advance(TimeSpan.FromMinutes(1));
            Assert.All(world.Services, service => Assert.Equal(Phase.Running, service.State));
            orphans += world.Orphans;
        }

        Assert.True(orphans > 100, $"{orphans} orphans");
    }

    private static int Walk(int[] steps, HashSet<Phase>? seen = null)
    {
        using var killed = new RecoveryWorld(Definitions());
        using var twin = new RecoveryWorld(Definitions());
        foreach (var choice in steps)
        {
            if (choice % 3 == 0) killed.DieAt(1 + (choice / 64 % 12), isBefore: (choice & 1) == 0);
            Act(twin, choice);
            Act(killed, choice);
            seen?.UnionWith(killed.Services.Select(service => service.State));
            Assert.True(twin.Services.Select(Shown).SequenceEqual(killed.Services.Select(Shown)), Difference(choice, killed, twin));
            Assert.Equal(killed.Exits, twin.Exits);
        }

        // Faults cease: what is desired runs again by itself.
        twin.Advance(TimeSpan.FromMinutes(12));
        killed.Advance(TimeSpan.FromMinutes(12));
        Assert.Equal(twin.Services.Select(Shown), killed.Services.Select(Shown));
        Assert.InRange(killed.ExitsSeen, killed.Exits, killed.Exits + killed.Deaths);
        return killed.Deaths;
    }

    private static void Act(RecoveryWorld world, int choice)
    {
        var name = Names[choice / 16 % Names.Length];
        switch (choice % 16)
        {
            case 0 or 1 or 2 or 3: world.Start(name); break;
            case 4: world.Stop(name); break;
            case 5 or 6 or 7: world.End(name, new ExitStatus(1, null), isTreeGone: true); break;
            case 8: world.End(name, new ExitStatus(0, null), isTreeGone: true); break;
            case 9 or 10: world.End(name, new ExitStatus(null, 11), isTreeGone: false); break;
            case 11: world.EndTree(name); break;
            case 12: world.Advance(TimeSpan.FromSeconds(61)); break;
            default: world.Advance(TimeSpan.FromSeconds(choice / 256 % 7)); break;
        }
    }

    private static string Difference(int choice, RecoveryWorld killed, RecoveryWorld twin) => string.Create(CultureInfo.InvariantCulture, $"""
        after act {choice % 16} on {Names[choice / 16 % Names.Length]}
        twin:
        {string.Join('\n', twin.Services.Select(Shown))}
        {string.Join('\n', twin.Notes)}
        killed:
        {string.Join('\n', killed.Services.Select(Shown))}
        {string.Join('\n', killed.Notes)}
        """);

    private static string Shown(ServiceView view) =>
        $"{view.Name} {view.State} run {view.Run} restarts {view.Restarts} failures {view.Failures} desired {view.IsDesired} ready {view.IsReady} next {view.NextStartAt:O} last {view.LastExit}";

    private static IReadOnlyList<ServiceDefinition> WithHooks(int choice) =>
    [
        .. Definitions().Select(definition => definition with
        {
            Policy = definition.Policy with { HasPreStart = (choice & 1) != 0, HasPostStop = (choice & 2) != 0, HasStopCommand = (choice & 4) != 0, MaxRestarts = null },
            Hooks = new Baton.Supervision.Hooks.ServiceHooks(definition.Launch, definition.Launch, definition.Launch),
        }),
    ];

    private static IReadOnlyList<ServiceDefinition> Definitions()
    {
        var launch = new Launch { Command = ["true"], WorkingDirectory = "/", Environment = new Dictionary<string, string>() };
        return
        [
            new ServiceDefinition { Name = "db", Launch = launch, Policy = new ServicePolicy { MaxFailures = 2 } },
            new ServiceDefinition { Name = "api", Launch = launch, DependsOn = ["db"], RestartWith = ["db"] },
            new ServiceDefinition { Name = "lamp", Launch = launch, Policy = new ServicePolicy { Restart = RestartMode.OnFailure, MaxRestarts = 2, Cooldown = TimeSpan.FromSeconds(9), StopTimeout = TimeSpan.Zero } },
        ];
    }
}
