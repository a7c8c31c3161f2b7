using Baton.Core;
using Baton.Processes;
using Baton.Supervision.Services;

namespace Baton.Supervision.Tests.Services;

/// <summary>Cooldown, restarts in a window, declared exit codes and one-shots.</summary>
public class ServiceMachineLimitsTests
{
    private static readonly ExitStatus Failure = new(1, null);
    private static readonly ServicePolicy Robot = new()
    {
        MaxFailures = null,
        MaxRestarts = 3,
        FailedRetry = null,
        Cooldown = TimeSpan.FromSeconds(30),
        Backoff = new Backoff(TimeSpan.Zero, 1, TimeSpan.Zero, 0),
    };

    [Theory]
    [InlineData(0, 30)]
    [InlineData(10, 20)]
    [InlineData(29.9, 0.1)]
    [Trait("Defect", "B9-2")]
    public void A_restart_comes_not_sooner_than_the_cooldown_after_the_last_start_and_is_never_dropped(double livedSeconds, double waitSeconds)
    {
        var (next, effects) = Step(Running(launchedAt: 100), new ServiceEvent.Exited(3, Failure, true), Robot, 100 + livedSeconds);
        Assert.Equal(Phase.Backoff, next.Phase);
        Assert.Equal(TimeSpan.FromSeconds(waitSeconds), Assert.Single(effects.OfType<Effect.Arm>()).After);
    }

    [Fact]
    public void A_run_that_outlived_the_cooldown_is_replaced_at_once() =>
        Assert.Equal(Phase.Starting, Step(Running(launchedAt: 100), new ServiceEvent.Exited(3, Failure, true), Robot, 131).Next.Phase);

    [Fact]
    [Trait("Defect", "B9-3")]
    public void More_failures_than_restarts_allowed_in_the_window_are_failed_until_a_person_starts_it()
    {
        var (s, now) = (Running(launchedAt: 0), 100.0);
        for (var restart = 1; restart <= 3; restart++, now += 100)
        {
            s = Step(s, new ServiceEvent.Exited(s.Run, Failure, true), Robot, now).Next;
            Assert.Equal(Phase.Starting, s.Phase);
            s = Step(s, new ServiceEvent.Spawned(s.Run, 42), Robot, now).Next;
        }

        var (failed, effects) = Step(s, new ServiceEvent.Exited(s.Run, Failure, true), Robot, now);
        Assert.Equal(Phase.Failed, failed.Phase);
        Assert.Empty(effects);
        var again = Step(failed, new ServiceEvent.StartRequested(), Robot, now).Next;
        Assert.Equal(Phase.Starting, again.Phase);
        Assert.Empty(again.RecentRestarts);
    }

    [Fact]
    public void A_try_of_a_failed_service_comes_not_sooner_than_the_cooldown_either()
    {
        var policy = Robot with { FailedRetry = TimeSpan.FromSeconds(1), MaxRestarts = 0 };
        var (failed, effects) = Step(Running(launchedAt: 100), new ServiceEvent.Exited(3, Failure, true), policy, 105);
        Assert.Equal((Phase.Failed, TimeSpan.FromSeconds(25)), (failed.Phase, Assert.Single(effects.OfType<Effect.Arm>()).After));
    }

    [Fact]
    public void Restarts_that_are_older_than_the_window_do_not_count()
    {
        var s = Running(launchedAt: 0) with { RecentRestarts = [TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(3)] };
        var next = Step(s, new ServiceEvent.Exited(3, Failure, true), Robot, 700).Next;
        Assert.Equal(Phase.Starting, next.Phase);
        Assert.Equal([TimeSpan.FromSeconds(700)], next.RecentRestarts);
    }

    [Fact]
    [Trait("Defect", "B9-3")]
    public void A_stable_run_forgets_the_restarts_before_it()
    {
        var s = Running(launchedAt: 0) with { RecentRestarts = [TimeSpan.FromSeconds(1)] };
        Assert.Empty(Step(s, new ServiceEvent.TimerFired(s.Epoch), Robot, 3600).Next.RecentRestarts);
    }

    [Fact]
    public void The_restarts_that_are_remembered_are_no_more_than_the_limit()
    {
        var policy = Robot with { Restart = RestartMode.Always, MaxRestarts = 2, Cooldown = TimeSpan.Zero };
        var s = Running(launchedAt: 0) with { IsStable = true };
        for (var i = 0; i < 20; i++)
        {
            s = Step(s, new ServiceEvent.Exited(s.Run, new ExitStatus(0, null), true), policy, 100 + i).Next;
            s = Step(s, new ServiceEvent.Spawned(s.Run, 42), policy, 100 + i).Next with { IsStable = true };
            Assert.InRange(s.RecentRestarts.Count, 1, 2);
        }
    }

    [Fact]
    public void Without_limits_a_service_that_is_always_restarted_never_fails_for_good()
    {
        var policy = Robot with { Restart = RestartMode.Always, MaxRestarts = null, Cooldown = TimeSpan.Zero };
        var s = Running(launchedAt: 0);
        for (var i = 0; i < 100; i++)
        {
            s = Step(s, new ServiceEvent.Exited(s.Run, Failure, true), policy, i).Next;
            if (s.Phase == Phase.Backoff) s = Step(s, new ServiceEvent.TimerFired(s.Epoch), policy, i).Next;
            Assert.Equal(Phase.Starting, s.Phase);
            s = Step(s, new ServiceEvent.Spawned(s.Run, 42), policy, i).Next;
        }
    }

    [Theory]
    [InlineData(143, Phase.Completed)]
    [InlineData(0, Phase.Completed)]
    [InlineData(1, Phase.Backoff)]
    public void Declared_exit_codes_are_success(int code, Phase phase) =>
        Assert.Equal(phase, Step(Running(0), new ServiceEvent.Exited(3, new ExitStatus(code, null), true), new ServicePolicy { SuccessExitCodes = [143] }, 5).Next.Phase);

    [Theory]
    [InlineData(RestartMode.Never)]
    [InlineData(RestartMode.OnFailure)]
    [InlineData(RestartMode.Always)]
    public void A_one_shot_that_succeeded_is_completed_and_only_then_ready(RestartMode restart)
    {
        var policy = new ServicePolicy { IsOneShot = true, Restart = restart };
        Assert.False(Running(0).IsReady(policy));
        var done = Step(Running(0), new ServiceEvent.Exited(3, new ExitStatus(0, null), true), policy, 5).Next;
        Assert.Equal(Phase.Completed, done.Phase);
        Assert.True(done.IsReady(policy));
    }

    [Fact]
    public void A_one_shot_that_failed_is_tried_again_as_its_policy_says() =>
        Assert.Equal(Phase.Backoff, Step(Running(0), new ServiceEvent.Exited(3, Failure, true), new ServicePolicy { IsOneShot = true }, 5).Next.Phase);

    private static Service Running(double launchedAt) =>
        new(Phase.Running, 3, 7) { IsDesired = true, Pid = 42, LaunchedAt = TimeSpan.FromSeconds(launchedAt) };

    private static (Service Next, IReadOnlyList<Effect> Effects) Step(Service s, ServiceEvent e, ServicePolicy policy, double now) =>
        ServiceMachine.Step(s, e, policy, new Surroundings(true, true, 0.5, Now: TimeSpan.FromSeconds(now)));
}
