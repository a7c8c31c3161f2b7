using Baton.Processes.Devices;
using Baton.Supervision.Devices;
using FsCheck;
using FsCheck.Fluent;

namespace Baton.Supervision.Tests.Devices;

/// <summary>Random walks of the machine beside a small world of two devices, with a clock in milliseconds and the one timer.</summary>
public class DeviceGateMachinePropertyTests
{
    private static readonly long DebounceMs = (long)DeviceGateMachine.Debounce.TotalMilliseconds;

    [Fact]
    public void Only_what_lasts_is_told_and_never_twice_and_in_bounded_time()
    {
        var choices = Gen.Choose(0, int.MaxValue).ArrayOf(120).ToArbitrary();
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(2000), Prop.ForAll(choices, steps => Walk(steps)));
    }

    [Fact]
    public void A_walk_reaches_every_phase_and_tells_everything_there_is_to_tell()
    {
        // Guards the property above: a walk that goes nowhere would hold any invariant.
        var random = new Random(1);
        var phases = new HashSet<DeviceGatePhase> { DeviceGatePhase.Unknown };
        var told = new HashSet<Type>();
        var hasReachedLimit = false;
        for (var i = 0; i < 300; i++)
        {
            var world = new World();
            foreach (var _ in Enumerable.Range(0, 120))
            {
                world.Step(random.Next());
                phases.Add(world.Gate.Phase);
                hasReachedLimit |= world.Gate.Changes == DeviceGateMachine.ChangeLimit;
                if (world.LastNews is { } news) told.Add(news.GetType());
            }
        }

        Assert.Equal(Enum.GetValues<DeviceGatePhase>().Order(), phases.Order());
        Assert.Equal(3, told.Count);
        Assert.True(hasReachedLimit);
    }

    private static bool Walk(int[] steps)
    {
        var world = new World();
        foreach (var choice in steps) world.Step(choice);
        world.HoldStill();
        return true;
    }

    private sealed class World
    {
        // The number of the thing behind each path; 0 for none.
        private readonly int[] _things = [1, 1];
        private long _now;
        private (int Epoch, long At)? _timer;
        private long _changedAt;
        private long? _departedAt;
        private DeviceSighting? _told;

        public DeviceGate Gate { get; private set; } = new();

        public DeviceGateEffect? LastNews { get; private set; }

        public void Step(int choice)
        {
            // Bursts of changes, now and then a pause.
            Pass((choice & 3) == 0 ? choice / 16 % 1500 : choice / 16 % 60);
            var device = (choice >> 2) & 1;
            _things[device] = (choice % 11) switch { < 5 => 0, < 9 => 1, _ => 2 };
            Look();
            if (choice % 13 == 0) Feed(new DeviceGateEvent.TimerFired(Gate.Epoch - 1));
        }

        public void HoldStill()
        {
            Look();
            Pass(DebounceMs * (DeviceGateMachine.ChangeLimit + 2));
            Assert.False(Gate.Phase is DeviceGatePhase.PresentInDoubt or DeviceGatePhase.AbsentInDoubt);
            Assert.True(IsKnown(Sight()), $"the last thing told was {_told}, and there is {Sight()}");
        }

        private DeviceSighting Sight()
        {
            string[] paths = ["/dev/a", "/dev/b"];
            return new DeviceSighting([.. paths.Where((_, i) => _things[i] == 0)], string.Join(' ', _things));
        }

        private void Look()
        {
            var seen = Sight();
            if (seen != Gate.Seen) _changedAt = _now;
            if (_told is not null && IsKnown(seen)) _departedAt = null;
            else _departedAt ??= _now;
            Feed(new DeviceGateEvent.Sighted(seen));
        }

        private void Pass(long milliseconds)
        {
            var end = _now + milliseconds;
            if (_timer is { } timer && timer.At <= end)
            {
                _now = timer.At;
                _timer = null;
                Feed(new DeviceGateEvent.TimerFired(timer.Epoch));
            }

            _now = end;
        }

        private void Feed(DeviceGateEvent e)
        {
            var (next, effects) = DeviceGateMachine.Step(Gate, e);
            if (next.Epoch != Gate.Epoch) _timer = null;
            var atLimit = Gate.Changes == DeviceGateMachine.ChangeLimit;
            Gate = next;
            foreach (var effect in effects)
            {
                if (effect is DeviceGateEffect.Arm arm) _timer = (arm.Epoch, _now + (long)arm.After.TotalMilliseconds);
                else Told(effect, atLimit);
            }

            var isInDoubt = Gate.Phase is DeviceGatePhase.PresentInDoubt or DeviceGatePhase.AbsentInDoubt;
            Assert.Equal(isInDoubt, _timer is not null);
        }

        private void Told(DeviceGateEffect news, bool atLimit)
        {
            var seen = Sight();
            Assert.False(_told is not null && IsKnown(seen), $"{news} told twice");
            if (_told is not null)
            {
                Assert.True(atLimit || _now - _changedAt >= DebounceMs, $"{news} told after {_now - _changedAt} ms");
                Assert.InRange(_now - _departedAt!.Value, DebounceMs, DebounceMs * (DeviceGateMachine.ChangeLimit + 1));
            }

            var expected = !seen.AreAllPresent ? typeof(DeviceGateEffect.Lost)
                : _told is { AreAllPresent: true } ? typeof(DeviceGateEffect.Replaced) : typeof(DeviceGateEffect.Returned);
            Assert.Equal(expected, news.GetType());
            if (news is DeviceGateEffect.Lost lost) Assert.Equal(seen.Missing, lost.Missing);
            Assert.Equal(seen.AreAllPresent, Gate.IsOpen);
            Assert.Equal(seen.Missing, Gate.Missing);
            (_told, _departedAt, LastNews) = (seen, null, news);
        }

        /// <summary>Somebody who was told the last thing knows this one.</summary>
        private bool IsKnown(DeviceSighting seen) => seen.AreAllPresent ? seen == _told : _told!.Missing.SequenceEqual(seen.Missing);
    }
}
