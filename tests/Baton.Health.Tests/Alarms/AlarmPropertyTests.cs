using Baton.Health.Alarms;
using Baton.Health.Monitors;

namespace Baton.Health.Tests.Alarms;

/// <summary>What must hold of every story, in many random ones.</summary>
public class AlarmPropertyTests
{
    private static readonly DateTimeOffset Origin = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Whatever_happens_down_and_up_are_told_in_turn_and_quiet_resolves_all()
    {
        for (var seed = 0; seed < 2000; seed++)
        {
            var story = new Story(seed);
            for (var i = 0; i < 200; i++) story.StepRandomly();
            for (var i = 0; i < FlapWindow.Most + 2; i++) story.Step(new AlarmEvent.Succeeded { At = story.Tick() });
            Assert.False(story.IsDownTold, $"seed {seed}: down was told and never resolved");
            Assert.False(story.IsFlappingTold, $"seed {seed}: flapping was told and never ended");
        }
    }

    [Fact]
    public void What_was_held_back_is_told_when_the_reason_ends_and_it_still_fails()
    {
        for (var seed = 0; seed < 2000; seed++)
        {
            var story = new Story(seed);
            for (var i = 0; i < 200; i++) story.StepRandomly();
            for (var i = 0; i < Confirmation.MostRetries + FlapWindow.Most; i++)
            {
                story.Step(new AlarmEvent.Looked { At = story.Tick() });
                story.Step(new AlarmEvent.Failed("refused") { At = story.Tick() });
            }

            Assert.True(story.IsDownTold, $"seed {seed}: it is down and nobody was told");
        }
    }

    [Fact]
    public void While_something_holds_back_neither_down_nor_flapping_is_told()
    {
        for (var seed = 0; seed < 500; seed++)
        {
            var story = new Story(seed) { IsAlwaysHeld = true };
            for (var i = 0; i < 300; i++) story.StepRandomly();
            Assert.False(story.IsDownTold || story.IsFlappingTold, $"seed {seed}: told in spite of it");
        }
    }

    private sealed class Story(int seed)
    {
        private readonly Random _random = new(seed);
        private readonly Confirmation _confirmation = new() { Retries = seed % 4 };
        private AlarmState _state = AlarmState.New;
        private DateTimeOffset _at = Origin;

        public bool IsAlwaysHeld { get; init; }

        public bool IsDownTold { get; private set; }

        public bool IsFlappingTold { get; private set; }

        public DateTimeOffset Tick() => _at += TimeSpan.FromSeconds(1);

        public void StepRandomly()
        {
            var around = IsAlwaysHeld
                ? _random.Next(2) == 0 ? new AlarmSurroundings(ParentStanding.Down, false) : new AlarmSurroundings(ParentStanding.Up, true)
                : new AlarmSurroundings((ParentStanding)_random.Next(3), _random.Next(4) == 0, _random.Next(4) == 0);
            Step(_random.Next(20) switch
            {
                < 8 => new AlarmEvent.Succeeded { At = Tick(), Around = around },
                < 15 => new AlarmEvent.Failed("refused") { At = Tick(), Around = around },
                < 19 => new AlarmEvent.Looked { At = Tick(), Around = around },
                _ => new AlarmEvent.ResetAsked { At = Tick(), Around = around },
            });
        }

        public void Step(AlarmEvent e)
        {
            (_state, var effects) = AlarmMachine.Step(_state, e, _confirmation);
            foreach (var effect in effects) Hear(effect);
        }

        private void Hear(AlarmEffect effect)
        {
            switch (effect)
            {
                case AlarmEffect.TellDown:
                    Assert.False(IsDownTold, $"seed {seed}: down was told twice");
                    Assert.False(IsFlappingTold, $"seed {seed}: down was told while it flaps");
                    IsDownTold = true;
                    break;
                case AlarmEffect.TellUp x:
                    Assert.True(IsDownTold, $"seed {seed}: up was told without down");
                    Assert.True(x.Lasted >= TimeSpan.Zero);
                    IsDownTold = false;
                    break;
                case AlarmEffect.TellFlapping:
                    Assert.False(IsFlappingTold, $"seed {seed}: flapping was told twice");
                    IsFlappingTold = true;
                    break;
                case AlarmEffect.TellSteady:
                    Assert.True(IsFlappingTold, $"seed {seed}: steady was told without flapping");
                    IsFlappingTold = false;
                    break;
            }
        }
    }
}
