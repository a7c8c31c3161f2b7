using Baton.Core.Actors;
using Baton.TestKit;

namespace Baton.Core.Tests.Actors;

public sealed class ActorTimerTests : IDisposable
{
    private readonly ManualTime _time = new();
    private readonly List<int> _fired = [];
    private readonly ActorTimer _timer;

    public ActorTimerTests() => _timer = new ActorTimer(_time, _fired.Add);

    public void Dispose() => _timer.Dispose();

    [Fact]
    public void Arming_replaces_what_was_armed()
    {
        _timer.Arm(1, TimeSpan.FromSeconds(1));
        _timer.Arm(2, TimeSpan.FromSeconds(2));
        _time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal([2], _fired);
    }

    [Fact]
    public void A_disarmed_timer_does_not_fire()
    {
        _timer.Arm(1, TimeSpan.FromSeconds(1));
        _timer.Disarm();
        _time.Advance(TimeSpan.FromSeconds(5));
        Assert.Empty(_fired);
    }

    [Fact]
    public void A_jump_of_the_wall_clock_moves_no_timer()
    {
        _timer.Arm(1, TimeSpan.FromSeconds(1));
        _time.JumpWallClock(TimeSpan.FromDays(365));
        Assert.Empty(_fired);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal([1], _fired);
    }
}
