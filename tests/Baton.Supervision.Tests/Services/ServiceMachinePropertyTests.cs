using Baton.Processes;
using Baton.Supervision.Services;
using FsCheck;
using FsCheck.Fluent;

namespace Baton.Supervision.Tests.Services;

/// <summary>
/// Random walks of the machine beside a small model of the world: processes live, die and are killed as effects and chance have it.
/// </summary>
public class ServiceMachinePropertyTests
{
    private static readonly ServicePolicy Policy = new() { MaxFailures = 2, HasReadiness = true };

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
            World world = new();
            foreach (var _ in Enumerable.Range(0, 200))
            {
                world.Step(random.Next());
                seen.Add(world.State.Phase);
            }
        }

        Assert.Equal(Enum.GetValues<Phase>().Order(), seen.Order());
    }

    private static bool Walk(int[] steps)
    {
        World world = new();
        foreach (var choice in steps) world.Step(choice);
        return true;
    }

    private sealed class World
    {
        private int? _spawning;
        private int? _leader;
        private int? _tree;
        private int? _timer;
        private int _retries;

        public Service State { get; private set; } = new(Phase.Stopped);

        public void Step(int choice)
        {
            var e = Choose(choice);
            if (e is null) return;
            var (next, effects) = ServiceMachine.Step(State, e, Policy, new Surroundings((choice & 1024) != 0, (choice & 2048) != 0, 0.5, AreDevicesPresent: (choice & 12288) != 0));
            if (next.Epoch != State.Epoch) _timer = null;
            // Each later try of a service that has failed for good may fail once more.
            if (State.Phase == Phase.Failed && next.Phase is Phase.Starting or Phase.WaitingDependencies or Phase.WaitingDevices) _retries++;
            if (next.Failures == 0) _retries = 0;
            if (e is ServiceEvent.StopRequested or ServiceEvent.KillRequested) Assert.False(next.IsDesired);
            State = next;
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
                    _spawning = x.Run;
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
            3 => new ServiceEvent.RestartRequested(),
            4 => new ServiceEvent.SurroundingsChanged(),
            5 => (choice & 192) == 0 ? new ServiceEvent.KillRequested() : null,
            6 or 7 or 8 => Spawned(choice),
            9 or 10 or 11 => Exited(choice),
            12 => TreeEnds(),
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
            var hasProcess = _spawning is not null || _leader is not null || _tree is not null;
            Assert.Equal(hasProcess, State.IsLive);
            Assert.True(State.Failures <= Policy.MaxFailures + _retries, $"failures {State.Failures} with {_retries} retries");
            if (State.Phase == Phase.Stopped) Assert.False(State.IsDesired);
            if (State.Phase is Phase.Backoff) Assert.NotNull(_timer);
        }
    }
}
