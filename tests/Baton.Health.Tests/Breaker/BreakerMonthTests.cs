using Baton.Core;
using Baton.Health.Breaker;

namespace Baton.Health.Tests.Breaker;

/// <summary>A month of flapping endpoints, with calls that overlap, end late or never, and people who meddle: what a breaker promises holds at each step.</summary>
public class BreakerMonthTests
{
    private static readonly TimeSpan Month = TimeSpan.FromDays(30);

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, false)]
    [InlineData(3, true)]
    [InlineData(4, true)]
    public void A_breaker_keeps_its_promises_for_a_month(int seed, bool isByRatio)
    {
        var settings = new BreakerSettings
        {
            Break = new Backoff(TimeSpan.FromSeconds(60), Factor: 2, TimeSpan.FromMinutes(15), Jitter: 0.2),
            Ratio = isByRatio ? new FailureRatio(0.5, 10, TimeSpan.FromMinutes(10)) : null,
        };
        var world = new FlappingEndpoint(settings, seed);
        while (world.Now < Month) world.Pass();
        Assert.True(world.Seen.All(s => s.Value > 20), $"a month has seen too little of: {string.Join(", ", world.Seen)}");
    }

    /// <summary>One endpoint, its breaker and the calls under way; each step is held to the promises.</summary>
    private sealed class FlappingEndpoint(BreakerSettings settings, int seed)
    {
        private readonly Random _random = new(seed);
        private readonly List<(int Epoch, bool WasTrial)> _underWay = [];
        private BreakerState _state = BreakerState.New;
        private TimeSpan _changes;
        private bool _isWell = true;
        private int _failuresInRow;

        public TimeSpan Now { get; private set; }

        public Dictionary<BreakerPhase, int> Seen { get; } = Enum.GetValues<BreakerPhase>().ToDictionary(p => p, _ => 0);

        public void Pass()
        {
            Now += TimeSpan.FromSeconds(20 * _random.NextDouble());
            if (Now >= _changes)
            {
                _isWell = !_isWell;
                _changes = Now + TimeSpan.FromMinutes((_isWell ? 60 : 20) * _random.NextDouble());
            }

            var chance = _random.NextDouble();
            if (chance < 0.55) Ask();
            else if (chance < 0.999) End();
            else Meddle();
        }

        private void Ask()
        {
            var before = _state;
            var mayGo = Step(new BreakerEvent.Asked(Now));
            Assert.False(mayGo && before.Phase == BreakerPhase.Isolated, "an isolated breaker lets nothing go");
            Assert.False(mayGo && before.Phase == BreakerPhase.Open && Now < before.Until, "nothing goes before the break is over");
            Assert.False(mayGo && before.IsTrying, "one trial at a time");
            Assert.True(mayGo || before.Phase is BreakerPhase.Open or BreakerPhase.Isolated || before.IsTrying, "a closed breaker lets everything go");
            if (mayGo) _underWay.Add((_state.Epoch, _state.Phase == BreakerPhase.HalfOpen));
        }

        private void End()
        {
            if (_underWay.Count == 0) return;
            var index = _random.Next(_underWay.Count);
            var (epoch, _) = _underWay[index];
            _underWay.RemoveAt(index);
            if (_random.NextDouble() < 0.02) Step(new BreakerEvent.GivenUp(epoch));
            else Result(epoch, isSuccess: _isWell ? _random.NextDouble() < 0.98 : _random.NextDouble() < 0.1);
        }

        private void Result(int epoch, bool isSuccess)
        {
            var before = _state;
            if (epoch == before.Epoch && before.Phase == BreakerPhase.Closed) _failuresInRow = isSuccess ? 0 : _failuresInRow + 1;
            var failuresInRow = _failuresInRow;
            Step(isSuccess ? new BreakerEvent.Succeeded(epoch, Now) : new BreakerEvent.Failed(epoch, Now, _random.NextDouble()));
            if (epoch != before.Epoch)
            {
                Assert.Equal(before, _state);
                return;
            }

            if (settings.Ratio is null && before.Phase == BreakerPhase.Closed)
                Assert.Equal(failuresInRow >= settings.FailureThreshold, _state.Phase == BreakerPhase.Open);
            if (before.Phase == BreakerPhase.HalfOpen && !isSuccess) Assert.Equal(BreakerPhase.Open, _state.Phase);
            if (before.Phase == BreakerPhase.HalfOpen && isSuccess)
                Assert.Equal(before.Successes + 1 >= settings.SuccessThreshold, _state.Phase == BreakerPhase.Closed);
        }

        private void Meddle() => Step(_random.Next(3) == 0 ? new BreakerEvent.IsolateAsked() : new BreakerEvent.CloseAsked());

        private bool Step(BreakerEvent e)
        {
            var before = _state;
            (_state, var mayGo) = BreakerMachine.Step(_state, e, settings);
            if (_state.Phase != before.Phase)
            {
                Seen[_state.Phase]++;
                Assert.True(_state.Epoch > before.Epoch, "a change of phase makes what is under way late news");
            }

            if (_state.Phase != BreakerPhase.Closed) _failuresInRow = 0;
            if (_state.Phase == BreakerPhase.Closed && before.Phase != BreakerPhase.Closed) Assert.Equal((0, 0, 0), (_state.Failures, _state.Opens, _state.Window.Slices.Length));
            if (_state.Phase == BreakerPhase.Open && before.Phase != BreakerPhase.Open)
            {
                var first = settings.Break.First.TotalSeconds * Math.Pow(2, Math.Min(_state.Opens - 1, 10));
                var longest = Math.Min(first, settings.Break.Limit.TotalSeconds);
                Assert.InRange((_state.Until - Now).TotalSeconds, longest * 0.79, longest * 1.21);
            }

            Assert.True(_state.Window.Slices.Length <= 10, "the window is bounded");
            Assert.True(!_state.IsTrying || _state.Phase == BreakerPhase.HalfOpen, "only a half-open breaker tries");
            return mayGo;
        }
    }
}
