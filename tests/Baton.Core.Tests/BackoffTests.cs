namespace Baton.Core.Tests;

public class BackoffTests
{
    private static readonly Backoff Usual = new(TimeSpan.FromSeconds(5), 2, TimeSpan.FromSeconds(60), 0.2);

    [Theory]
    [InlineData(1, 5)]
    [InlineData(2, 10)]
    [InlineData(4, 40)]
    [InlineData(5, 60)]
    [InlineData(5000, 60)]
    public void The_wait_grows_by_the_factor_up_to_the_limit(int failures, double seconds) =>
        Assert.Equal(seconds, Usual.After(failures, 0.5).TotalSeconds);

    [Theory]
    [InlineData(0.0, 4)]
    [InlineData(0.5, 5)]
    [InlineData(0.999999, 6)]
    public void Jitter_spreads_the_wait_around_its_value(double random, double seconds) =>
        Assert.Equal(seconds, Usual.After(1, random).TotalSeconds, 3);

    [Fact]
    public void A_first_wait_above_the_limit_is_not_followed_by_shorter_ones() =>
        Assert.Equal(600, (Usual with { First = TimeSpan.FromMinutes(10) }).After(4, 0.5).TotalSeconds);

    [Fact]
    public void A_first_wait_of_zero_does_not_stay_zero()
    {
        var eager = Usual with { First = TimeSpan.Zero };
        Assert.Equal([0, 100, 200, 400], Enumerable.Range(1, 4).Select(n => eager.After(n, 0.5).TotalMilliseconds));
    }
}
