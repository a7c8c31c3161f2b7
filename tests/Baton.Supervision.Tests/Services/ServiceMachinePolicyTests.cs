using Baton.Core;
using Baton.Processes;
using Baton.Supervision.Services;

namespace Baton.Supervision.Tests.Services;

/// <summary>What follows the end of a run, policy by policy.</summary>
public class ServiceMachinePolicyTests
{
    private static readonly ExitStatus Success = new(0, null);
    private static readonly ExitStatus Failure = new(1, null);
    private static readonly ExitStatus Killed = new(null, 9);
    private static readonly Surroundings Free = new(AreDependenciesReady: true, AreDependentsGone: true, Random: 0.5);

    [Fact]
    [Trait("Defect", "B9-4")]
    public void Exit_0_is_success_for_on_failure() => Assert.Equal(Phase.Completed, AfterExit(RestartMode.OnFailure, Success).Phase);

    [Fact]
    public void A_failure_under_never_is_failed_and_not_retried()
    {
        var (next, effects) = Exit(RestartMode.Never, Failure, Running());
        Assert.Equal(Phase.Failed, next.Phase);
        Assert.Empty(effects);
    }

    [Fact]
    public void Success_under_never_is_completed() => Assert.Equal(Phase.Completed, AfterExit(RestartMode.Never, Success).Phase);

    [Fact]
    public void A_signal_nobody_sent_is_a_failure() => Assert.Equal(Phase.Backoff, AfterExit(RestartMode.OnFailure, Killed).Phase);

    [Fact]
    public void Always_starts_again_after_success_without_counting_a_failure()
    {
        var next = AfterExit(RestartMode.Always, Success);
        Assert.Equal(Phase.Backoff, next.Phase);
        Assert.Equal(0, next.Failures);
    }

    [Fact]
    public void A_program_that_succeeds_at_once_under_always_without_delay_is_not_started_in_a_tight_loop()
    {
        var policy = new ServicePolicy { Restart = RestartMode.Always, Backoff = new Backoff(TimeSpan.Zero, 2, TimeSpan.FromSeconds(60), 0) };
        var (next, effects) = ServiceMachine.Step(Running(), new ServiceEvent.Exited(3, Success, true), policy, Free);
        Assert.Equal(Phase.Backoff, next.Phase);
        Assert.Contains(effects, e => e is Effect.Arm { After.TotalMilliseconds: 100 });
    }

    [Fact]
    public void A_stable_run_that_fails_is_replaced_at_once()
    {
        var (next, effects) = Exit(RestartMode.OnFailure, Killed, Running() with { IsStable = true, Failures = 0 });
        Assert.Equal(Phase.Starting, next.Phase);
        Assert.Contains(new Effect.Spawn(4), effects);
        Assert.Equal(1, next.Failures);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void A_stable_run_is_replaced_after_the_first_wait_where_the_policy_says_so(int exitCode)
    {
        var policy = new ServicePolicy { Restart = RestartMode.Always, IsStableReplacedAtOnce = false };
        var (next, effects) = ServiceMachine.Step(Running() with { IsStable = true }, new ServiceEvent.Exited(3, new ExitStatus(exitCode, null), true), policy, Free);
        Assert.Equal(Phase.Backoff, next.Phase);
        Assert.Equal(TimeSpan.FromSeconds(5), effects.OfType<Effect.Arm>().Single().After);
    }

    [Fact]
    public void The_wait_doubles_with_each_failure_up_to_its_limit()
    {
        var waits = new List<double>();
        var s = Running() with { Failures = 0 };
        for (var i = 0; i < 9; i++)
        {
            var (failed, effects) = Exit(RestartMode.OnFailure, Failure, s);
            waits.Add(effects.OfType<Effect.Arm>().Single().After.TotalSeconds);
            var (starting, _) = ServiceMachine.Step(failed, new ServiceEvent.TimerFired(failed.Epoch), new ServicePolicy(), Free);
            (s, _) = ServiceMachine.Step(starting, new ServiceEvent.Spawned(starting.Run, 42), new ServicePolicy(), Free);
        }

        Assert.Equal([5, 10, 20, 40, 60, 60, 60, 60, 60], waits);
    }

    [Fact]
    [Trait("Defect", "A9-8")]
    public void Ten_failures_in_a_row_fail_the_service_and_it_is_tried_again_after_five_minutes()
    {
        var (failed, effects) = Exit(RestartMode.OnFailure, Failure, Running() with { Failures = 9 });
        Assert.Equal(Phase.Failed, failed.Phase);
        Assert.Equal(TimeSpan.FromMinutes(5), effects.OfType<Effect.Arm>().Single().After);
        var (retried, _) = ServiceMachine.Step(failed, new ServiceEvent.TimerFired(failed.Epoch), new ServicePolicy(), Free);
        Assert.Equal(Phase.Starting, retried.Phase);
    }

    [Fact]
    public void A_start_by_hand_resets_the_counter_of_a_failed_service()
    {
        var failed = new Service(Phase.Failed, 3, 7) { IsDesired = true, Failures = 10 };
        Assert.Equal(0, ServiceMachine.Step(failed, new ServiceEvent.StartRequested(), new ServicePolicy(), Free).Next.Failures);
    }

    [Fact]
    public void A_failed_spawn_is_a_failed_run_with_backoff()
    {
        var starting = new Service(Phase.Starting, 3, 7) { IsDesired = true };
        var (next, _) = ServiceMachine.Step(starting, new ServiceEvent.SpawnFailed(3, "no such program"), new ServicePolicy(), Free);
        Assert.Equal((Phase.Backoff, "no such program"), (next.Phase, next.SpawnError));
    }

    [Fact]
    [Trait("Defect", "A9-7")]
    public void A_stop_cancels_a_pending_restart_at_once()
    {
        var waiting = new Service(Phase.Backoff, 3, 7) { IsDesired = true, Failures = 2 };
        var (stopped, _) = ServiceMachine.Step(waiting, new ServiceEvent.StopRequested(false), new ServicePolicy(), Free);
        Assert.Equal(Phase.Stopped, stopped.Phase);
        Assert.Equal(stopped, ServiceMachine.Step(stopped, new ServiceEvent.TimerFired(7), new ServicePolicy(), Free).Next);
    }

    [Fact]
    public void What_a_dead_process_left_behind_is_ended_before_the_next_run()
    {
        var (ending, effects) = ServiceMachine.Step(Running(), new ServiceEvent.Exited(3, Killed, IsTreeGone: false), new ServicePolicy(), Free);
        Assert.Equal(Phase.Stopping, ending.Phase);
        Assert.Contains(new Effect.Terminate(3), effects);
        Assert.DoesNotContain(effects, e => e is Effect.Spawn);
        var (after, _) = ServiceMachine.Step(ending, new ServiceEvent.TreeGone(3), new ServicePolicy(), Free);
        Assert.Equal(Phase.Backoff, after.Phase);
    }

    [Theory]
    [InlineData(0, AfterStop.StartAgain, 1)]
    [InlineData(1, AfterStop.ByPolicy, 0)]
    public void A_restart_that_is_due_while_what_a_dead_process_left_is_ended_counts_where_no_run_would_follow(int code, AfterStop next, int restarts)
    {
        var ending = Running() with { Phase = Phase.Stopping, Pid = null, Next = AfterStop.ByPolicy, LastExit = new ExitStatus(code, null) };
        var (after, _) = ServiceMachine.Step(ending, new ServiceEvent.RestartDue(), new ServicePolicy(), Free);
        Assert.Equal((next, restarts), (after.Next, after.Restarts));
    }

    [Fact]
    public void A_stop_timeout_of_zero_kills_at_once()
    {
        var policy = new ServicePolicy { StopTimeout = TimeSpan.Zero };
        var (_, effects) = ServiceMachine.Step(Running(), new ServiceEvent.StopRequested(true), policy, Free);
        Assert.Equal([new Effect.Kill(3)], effects);
    }

    private static Service Running() => new(Phase.Running, 3, 7) { IsDesired = true, Pid = 42 };

    private static Service AfterExit(RestartMode mode, ExitStatus status) => Exit(mode, status, Running()).Next;

    private static (Service Next, IReadOnlyList<Effect> Effects) Exit(RestartMode mode, ExitStatus status, Service from)
    {
        var policy = new ServicePolicy { Restart = mode };
        return ServiceMachine.Step(from, new ServiceEvent.Exited(from.Run, status, IsTreeGone: true), policy, Free);
    }
}
