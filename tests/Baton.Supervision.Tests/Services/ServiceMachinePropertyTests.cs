using Baton.Processes;
using Baton.Supervision.Hooks;
using Baton.Supervision.Services;
using FsCheck;
using FsCheck.Fluent;

namespace Baton.Supervision.Tests.Services;

/// <summary>
/// Random walks of the machine beside a small model of the world: processes live, die and are killed as effects and chance have it.
/// </summary>
public class ServiceMachinePropertyTests
{
    private static readonly ServicePolicy Plain = new() { MaxFailures = 2, HasReadiness = true };

    /// <summary>Every choice of hooks.</summary>
    private static ServicePolicy WithHooks(int choice) =>
        Plain with { HasPreStart = (choice & 1) != 0, HasPostStop = (choice & 2) != 0, HasStopCommand = (choice & 4) != 0, StopTimeout = TimeSpan.FromSeconds((choice & 24) == 24 ? 0 : 5) };

    [Fact]
    public void Two_runs_never_live_at_once_and_a_stopped_service_starts_nothing()
    {
        var choices = Gen.Choose(0, int.MaxValue).ArrayOf(200).ToArbitrary();
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(2000), Prop.ForAll(choices, steps => Walk(steps)));
    }

    [Fact]
    public void A_walk_reaches_every_phase()
    {
        // Guards the property above: a walk that goes nowhere would hold any invariant.
        var random = new Random(1);
        var seen = new HashSet<Phase>();
        for (var i = 0; i < 300; i++)
        {
            World world = new(Plain);
            foreach (var _ in Enumerable.Range(0, 200))
            {
                world.Step(random.Next());
                seen.Add(world.State.Phase);
            }
        }

        Assert.Equal(Enum.GetValues<Phase>().Order(), seen.Order());
    }

    [Fact]
    public void Every_hook_is_run_asked_to_end_and_killed_on_some_walk()
    {
        var random = new Random(1);
        var seen = new HashSet<string>();
        for (var i = 0; i < 500; i++)
        {
            World world = new(WithHooks(i));
            foreach (var _ in Enumerable.Range(0, 200)) world.Step(random.Next());
            seen.UnionWith(world.Seen);
        }

        Assert.Equal(["EndRemains", "PostStop", "PreStart", "StopCommand", "kill EndRemains", "kill PostStop", "kill PreStart", "kill StopCommand", "terminate PreStart"], seen.Order(StringComparer.Ordinal));
    }

    private static bool Walk(int[] steps)
    {
        World world = new(WithHooks(steps.Length > 0 ? steps[0] : 0));
        foreach (var choice in steps) world.Step(choice);
        return true;
    }

    private sealed class World(ServicePolicy policy)
    {
        private HookKind? _hook;
        private int _born;
        private int _cleaned;
        private int _prepared;
        private bool _isKilled;
        private int? _spawning;
        private int? _leader;
        private int? _tree;
        private int? _timer;
        private int _retries;

        public HashSet<string> Seen { get; } = [];

        public Service State { get; private set; } = new(Phase.Stopped);

        public void Step(int choice)
        {
            var e = Choose(choice);
            if (e is null) return;
            var (next, effects) = ServiceMachine.Step(State, e, policy, new Surroundings((choice & 1024) != 0, (choice & 2048) != 0, 0.5, AreDevicesPresent: (choice & 12288) != 0));
            if (next.Epoch != State.Epoch) _timer = null;
            // Each later try of a service that has failed for good may fail once more.
            if (State.Phase == Phase.Failed && next.Phase is Phase.Starting or Phase.WaitingDependencies or Phase.WaitingDevices) _retries++;
            if (next.Failures == 0) _retries = 0;
            if (e is ServiceEvent.StopRequested or ServiceEvent.KillRequested) Assert.False(next.IsDesired);
            if (e is ServiceEvent.RestartDue) Assert.Equal((State.IsDesired, State.Failures), (next.IsDesired, next.Failures));
            State = next;
            // Whoever kills does not want what comes after; a start that calls it off is no longer a kill.
            if (e is ServiceEvent.KillRequested && next.IsLive) _isKilled = true;
            foreach (var effect in effects) Perform(effect);
            Check();
        }

        private void Perform(Effect effect)
        {
            switch (effect)
            {
                case Effect.Spawn x:
                    Assert.True(_tree is null && _leader is null && _spawning is null, $"run {x.Run} spawned while {_tree ?? _leader ?? _spawning} lives");
                    Assert.True(State.IsDesired, "spawned what nobody wants");
                    Assert.True(_hook is null, $"run {x.Run} spawned while {_hook} runs");
                    Assert.True(!policy.HasPreStart || _prepared == x.Run, "spawned without pre_start");
                    Assert.True(_born == 0 || !policy.HasPostStop || _cleaned >= _born || _isKilled, $"run {x.Run} spawned without the post_stop of run {_born}");
                    _spawning = x.Run;
                    (_born, _isKilled) = (x.Run, false);
                    break;
                case Effect.RunHook x:
                    Assert.True(_hook is null, $"{x.Kind} begun while {_hook} runs");
                    Assert.Equal(State.Run, x.Run);
                    Assert.Equal(x.Kind == HookKind.StopCommand, _leader is not null);
                    Assert.True(x.Kind is HookKind.StopCommand || (_tree is null && _spawning is null), $"{x.Kind} while the tree lives");
                    _hook = x.Kind;
                    if (x.Kind == HookKind.PostStop) _cleaned = x.Run;
                    Seen.Add($"{x.Kind}");
                    break;
                case Effect.TerminateHook:
                    Assert.Equal(HookKind.PreStart, _hook);
                    Seen.Add($"terminate {_hook}");
                    break;
                case Effect.KillHook:
                    Assert.NotNull(_hook);
                    Seen.Add($"kill {_hook}");
                    break;
                case Effect.Kill x:
                    // The host kills a run in the middle of its spawn right after it, and a run that is gone not at all.
                    Assert.Equal(State.Run, x.Run);
                    break;
                case Effect.Arm x:
                    Assert.Equal(State.Epoch, x.Epoch);
                    _timer = x.Epoch;
                    break;
            }
        }

        private ServiceEvent? Choose(int choice) => (choice % 20) switch
        {
            0 or 1 => new ServiceEvent.StartRequested(),
            2 => new ServiceEvent.StopRequested((choice & 64) != 0),
            3 => (choice & 256) != 0 ? new ServiceEvent.RestartDue() : new ServiceEvent.RestartRequested(),
            4 => new ServiceEvent.SurroundingsChanged(),
            5 => (choice & 192) == 0 ? new ServiceEvent.KillRequested() : null,
            6 or 7 or 8 => Spawned(choice),
            9 or 10 or 11 => Exited(choice),
            12 => TreeEnds(),
            14 => HookEnds(choice),
            15 when (choice & 64) != 0 => new ServiceEvent.HookEnded(State.Run - 1, HookKind.PostStop, null),
            13 => State.Run > 1 ? new ServiceEvent.Exited(State.Run - 1, new ExitStatus(1, null), true) : null,
            16 or 17 => new ServiceEvent.ReadinessChanged(State.Run, (choice & 64) != 0),
            18 => (choice & 64) != 0 ? new ServiceEvent.LivenessFailed(State.Run, "dead") : new ServiceEvent.ReadinessChanged(State.Run - 1, true),
            19 => (choice & 64) != 0 ? new ServiceEvent.DeviceLost("lost") : new ServiceEvent.DeviceReturned("back"),
            _ => _timer is { } epoch ? Fire(epoch) : new ServiceEvent.TimerFired(State.Epoch - 1),
        };

        private ServiceEvent.TimerFired Fire(int epoch)
        {
            _timer = null;
            return new ServiceEvent.TimerFired(epoch);
        }

        private ServiceEvent.HookEnded? HookEnds(int choice)
        {
            if (_hook is not { } kind) return null;
            _hook = null;
            var problem = (choice & 64) == 0 ? null : "broken";
            if (kind == HookKind.PreStart && problem is null) _prepared = State.Run;
            return new ServiceEvent.HookEnded(State.Run, kind, problem);
        }

        private ServiceEvent? Spawned(int choice)
        {
            if (_spawning is not { } run) return null;
            _spawning = null;
            if ((choice & 448) == 0) return new ServiceEvent.SpawnFailed(run, "no memory");
            _leader = _tree = run;
            return new ServiceEvent.Spawned(run, 1000 + run);
        }

        private ServiceEvent.Exited? Exited(int choice)
        {
            if (_leader is not { } run) return null;
            _leader = null;
            var isGone = (choice & 64) == 0;
            if (isGone) _tree = null;
            return new ServiceEvent.Exited(run, (choice & 128) == 0 ? new ExitStatus(0, null) : new ExitStatus(1, null), isGone);
        }

        private ServiceEvent.TreeGone? TreeEnds()
        {
            if (_leader is not null || _tree is not { } run) return null;
            _tree = null;
            return new ServiceEvent.TreeGone(run);
        }

        private void Check()
        {
            var hasProcess = _spawning is not null || _leader is not null || _tree is not null || _hook is not null;
            Assert.Equal(_hook, State.Hook);
            Assert.Equal(hasProcess, State.IsLive);
            Assert.True(State.Failures <= policy.MaxFailures + _retries, $"failures {State.Failures} with {_retries} retries");
            if (State.Phase == Phase.Stopped) Assert.False(State.IsDesired);
            if (State.Phase is Phase.Backoff) Assert.NotNull(_timer);
        }
    }
}
