using Baton.Containers.Runs;
using Baton.Processes;

namespace Baton.Containers.Tests;

/// <summary>A run in a container looks like any other run.</summary>
public sealed class ContainerMachineTests
{
    private static readonly RunId Id = new("a", 3);
    private static readonly ContainerMachine Machine = new(Id, isMemoryLimited: true);

    [Fact]
    public void Its_tree_is_not_gone_before_its_container_is()
    {
        var (s, effects) = Machine.Step(Running, new ContainerEvent.Exited(new ExitStatus(0, null), IsTreeGone: true));
        Assert.Equal([Tell(new ProcessEvent.Exited(Id, new ExitStatus(0, null), IsTreeGone: false)), new ContainerEffect.Clear()], effects);
        (s, effects) = Machine.Step(s, new ContainerEvent.Cleared(null));
        Assert.Equal([Tell(new ProcessEvent.TreeGone(Id)), new ContainerEffect.Forget()], effects);
        Assert.Equal(ContainerPhase.Gone, s.Phase);
    }

    [Fact]
    public void What_is_left_of_the_follower_counts_too()
    {
        var (s, _) = Machine.Step(Running, new ContainerEvent.Exited(new ExitStatus(0, null), IsTreeGone: false));
        (s, var effects) = Machine.Step(s, new ContainerEvent.Cleared(null));
        Assert.Empty(effects);
        Assert.Contains(Tell(new ProcessEvent.TreeGone(Id)), Machine.Step(s, new ContainerEvent.TreeGone()).Effects);
    }

    [Fact]
    public void A_stop_while_it_is_prepared_gives_that_up_and_a_problem_is_a_failed_spawn()
    {
        var s = new ContainerRunState(ContainerPhase.Preparing);
        Assert.Equal([new ContainerEffect.CancelPreparing()], Machine.Step(s, new ContainerEvent.SignalAsked(15)).Effects);
        Assert.Equal([Tell(new ProcessEvent.SpawnFailed(Id, "why")), new ContainerEffect.Forget()], Machine.Step(s, new ContainerEvent.Prepared("why")).Effects);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_a_failed_begin_may_have_left_is_not_forgotten_before_it_is_gone(bool isRunning)
    {
        var (s, effects) = isRunning
            ? Machine.Step(new ContainerRunState(ContainerPhase.Starting), new ContainerEvent.SpawnFailed("why"))
            : Machine.Step(new ContainerRunState(ContainerPhase.Preparing), new ContainerEvent.Prepared("why", MayBeLeft: true));
        Assert.Equal([Tell(new ProcessEvent.SpawnFailed(Id, "why")), new ContainerEffect.Clear()], effects);
        for (var i = 0; i < 10; i++)
        {
            (s, effects) = Machine.Step(s, new ContainerEvent.Cleared("busy"));
            Assert.IsType<ContainerEffect.Arm>(Assert.Single(effects));
            (s, effects) = Machine.Step(s, new ContainerEvent.TimerFired(s.Epoch));
            Assert.Equal([new ContainerEffect.Clear()], effects);
        }

        Assert.Equal([new ContainerEffect.Forget()], Machine.Step(s, new ContainerEvent.Cleared(null)).Effects);
    }

    public static TheoryData<string> Ends => ["signal", "kill", "dead"];

    [Theory]
    [MemberData(nameof(Ends))]
    public void An_end_that_is_asked_for_while_its_container_starts_is_not_lost(string end)
    {
        var (s, effects) = Machine.Step(new ContainerRunState(ContainerPhase.Preparing), end switch
        {
            "signal" => new ContainerEvent.SignalAsked(15),
            "kill" => new ContainerEvent.KillAsked(),
            _ => new ContainerEvent.FoundDead(),
        });
        Assert.Equal([new ContainerEffect.CancelPreparing()], effects);

        (s, effects) = Machine.Step(s, new ContainerEvent.Prepared(null));
        Assert.Equal([Tell(new ProcessEvent.SpawnFailed(Id, "it was stopped before it had begun")), new ContainerEffect.Clear()], effects);
        (s, effects) = Machine.Step(s, new ContainerEvent.Cleared("busy"));
        Assert.IsType<ContainerEffect.Arm>(Assert.Single(effects));
        Assert.Equal([new ContainerEffect.Clear()], Machine.Step(s, new ContainerEvent.TimerFired(s.Epoch)).Effects);
    }

    [Fact]
    public void A_kill_gives_the_follower_time_for_the_last_words_and_no_more()
    {
        var (s, effects) = Machine.Step(Running, new ContainerEvent.KillAsked());
        Assert.Equal([new ContainerEffect.Signal(9), new ContainerEffect.Arm(s.Epoch, ContainerMachine.LastWords)], effects);
        Assert.Equal([new ContainerEffect.KillFollower()], Machine.Step(s, new ContainerEvent.TimerFired(s.Epoch)).Effects);
        Assert.Equal([new ContainerEffect.KillFollower()], Machine.Step(s, new ContainerEvent.SignalFailed(9)).Effects);
        Assert.Empty(Machine.Step(s, new ContainerEvent.TimerFired(s.Epoch - 1)).Effects);
    }

    [Fact]
    public void While_a_container_may_run_whose_follower_was_killed_no_next_run_may_start()
    {
        var (s, _) = Machine.Step(Running with { IsKillAsked = true }, new ContainerEvent.Exited(new ExitStatus(null, 9), IsTreeGone: true));
        var told = new List<ContainerEffect>();
        for (var i = 0; i < 10; i++)
        {
            (s, var effects) = Machine.Step(s, new ContainerEvent.Cleared("busy"));
            told.AddRange(effects);
            (s, effects) = Machine.Step(s, new ContainerEvent.TimerFired(s.Epoch));
            Assert.Equal([new ContainerEffect.Clear()], effects);
        }

        Assert.Single(told, effect => effect is ContainerEffect.Tell { What: ProcessEvent.TreeStuck });
        Assert.Contains(Tell(new ProcessEvent.TreeGone(Id)), Machine.Step(s, new ContainerEvent.Cleared(null)).Effects);
    }

    [Fact]
    public void A_container_that_has_ended_holds_nothing_up_for_long()
    {
        var (s, _) = Machine.Step(Running, new ContainerEvent.Exited(new ExitStatus(1, null), IsTreeGone: true));
        for (var i = 0; i < ContainerMachine.FailuresToTell - 1; i++) (s, _) = Machine.Step(s, new ContainerEvent.Cleared("busy"));
        var effects = Machine.Step(s, new ContainerEvent.Cleared("busy")).Effects;
        Assert.Contains(Tell(new ProcessEvent.TreeGone(Id)), effects);
        Assert.Contains(effects, effect => effect is ContainerEffect.Say);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Want_of_memory_is_told_before_the_end(bool isOutOfMemory)
    {
        var (s, effects) = Machine.Step(Running, new ContainerEvent.Exited(new ExitStatus(137, null), IsTreeGone: true));
        Assert.Equal([new ContainerEffect.Look()], effects);
        effects = Machine.Step(s, new ContainerEvent.Looked(isOutOfMemory)).Effects;
        Assert.Equal(isOutOfMemory, effects[0] is ContainerEffect.Tell { What: ProcessEvent.OutOfMemory });
    }

    [Fact]
    public void Whatever_happens_in_whatever_order_an_end_is_told_once_and_nothing_after_it()
    {
        for (var seed = 0; seed < 5000; seed++)
        {
            var random = new Random(seed);
            var s = new ContainerRunState(ContainerPhase.Preparing);
            var told = new List<ProcessEvent>();
            for (var i = 0; i < 40; i++)
            {
                (s, var effects) = Machine.Step(s, Any(random, s.Epoch));
                told.AddRange(effects.OfType<ContainerEffect.Tell>().Select(effect => effect.What));
            }

            var end = told.FindIndex(what => what is ProcessEvent.SpawnFailed or ProcessEvent.TreeGone);
            Assert.True(end < 0 || end == told.Count - 1, $"seed {seed}: {string.Join(", ", told)}");
            Assert.True(told.Count(what => what is ProcessEvent.Exited) <= 1, $"seed {seed}");
            Assert.True(told.Count(what => what is ProcessEvent.Spawned) <= 1 + ContainerMachine.MostSuccessors, $"seed {seed}");
        }
    }

    [Fact]
    public void A_follower_that_is_killed_has_a_successor_when_nothing_of_it_is_left()
    {
        var (s, effects) = Machine.Step(Running, new ContainerEvent.Exited(new ExitStatus(null, 9), IsTreeGone: false));
        Assert.Empty(effects);
        (s, effects) = Machine.Step(s, new ContainerEvent.TreeGone());
        Assert.Equal([new ContainerEffect.SpawnFollower()], effects);
        (s, effects) = Machine.Step(s, new ContainerEvent.Spawned(7));
        Assert.Equal([Tell(new ProcessEvent.Spawned(Id, 7))], effects);
        Assert.Equal((ContainerPhase.Running, null), (s.Phase, s.Exit));
    }

    [Fact]
    public void One_that_cannot_have_a_successor_has_failed_as_its_follower_did()
    {
        var killed = new ExitStatus(null, 9);
        var (s, _) = Machine.Step(Running, new ContainerEvent.Exited(killed, IsTreeGone: true));
        var effects = Machine.Step(s, new ContainerEvent.SpawnFailed("no memory")).Effects;
        Assert.Equal([new ContainerEffect.CloseOutput(), Tell(new ProcessEvent.Exited(Id, killed, IsTreeGone: false)), new ContainerEffect.Clear()], effects.Skip(1));
        Assert.Contains("no memory", Assert.IsType<ContainerEffect.Say>(effects[0]).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Followers_that_die_again_and_again_are_not_started_for_ever()
    {
        var (s, spawns) = (Running, 0);
        while (spawns < 100)
        {
            (s, var effects) = Machine.Step(s, new ContainerEvent.Exited(new ExitStatus(null, 11), IsTreeGone: true));
            if (!effects.Contains(new ContainerEffect.SpawnFollower())) break;
            spawns++;
            (s, _) = Machine.Step(s, new ContainerEvent.Spawned(spawns));
        }

        Assert.Equal(ContainerMachine.MostSuccessors, spawns);
        Assert.Equal(ContainerPhase.Clearing, s.Phase);
    }

    [Fact]
    public void Followers_that_die_now_and_then_have_successors_for_ever_and_their_deaths_do_not_count_when_later_ones_come_fast()
    {
        var (s, at) = (Running, TimeSpan.Zero);
        for (var i = 0; i < 100; i++) Assert.True(HasSuccessor(at += TimeSpan.FromMinutes(2)), $"death {i}");
        at += ContainerMachine.DeathsCountFor;
        for (var i = 0; i < ContainerMachine.MostSuccessors; i++) Assert.True(HasSuccessor(at += TimeSpan.FromSeconds(50)), $"death {i} of those that come fast");
        Assert.False(HasSuccessor(at + TimeSpan.FromSeconds(50)));

        bool HasSuccessor(TimeSpan death)
        {
            (s, var effects) = Machine.Step(s, new ContainerEvent.Exited(new ExitStatus(null, 9), IsTreeGone: true, death));
            (s, _) = Machine.Step(s, new ContainerEvent.Spawned(7));
            return effects.Contains(new ContainerEffect.SpawnFollower());
        }
    }

    [Fact]
    public void A_follower_that_dies_of_the_kill_of_its_run_has_none()
    {
        var (s, _) = Machine.Step(Running, new ContainerEvent.KillAsked());
        (s, var effects) = Machine.Step(s, new ContainerEvent.Exited(new ExitStatus(null, 9), IsTreeGone: true));
        Assert.DoesNotContain(new ContainerEffect.SpawnFollower(), effects);
        Assert.Equal(ContainerPhase.Clearing, s.Phase);
    }

    private static ContainerRunState Running => new(ContainerPhase.Running);

    private static ContainerEffect.Tell Tell(ProcessEvent what) => new(what);

    private static ContainerEvent Any(Random random, int epoch) => random.Next(13) switch
    {
        0 => new ContainerEvent.Prepared(random.Next(5) == 0 ? "p" : null, random.Next(2) == 0),
        1 => new ContainerEvent.SignalAsked(15),
        2 => new ContainerEvent.KillAsked(),
        3 => new ContainerEvent.SignalFailed(random.Next(2) == 0 ? 9 : 15),
        4 => new ContainerEvent.Spawned(1),
        5 => new ContainerEvent.SpawnFailed("s"),
        6 => new ContainerEvent.Exited(random.Next(2) == 0 ? new ExitStatus(137, null) : new ExitStatus(null, 9), random.Next(2) == 0),
        7 => new ContainerEvent.TreeGone(),
        8 => new ContainerEvent.Looked(random.Next(2) == 0),
        9 => new ContainerEvent.Cleared(random.Next(2) == 0 ? "c" : null),
        10 => new ContainerEvent.TimerFired(epoch),
        11 => new ContainerEvent.FoundOrphaned(),
        _ => new ContainerEvent.FoundDead(),
    };
}
