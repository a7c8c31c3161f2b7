using Baton.Health.History;
using Baton.Health.History.Memory;

namespace Baton.Health.Tests.History;

/// <summary>What is kept of a monitor is packed into few bytes, and comes out as it went in.</summary>
public sealed class PackedHistoryTests
{
    private static readonly DateTimeOffset Noon = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(true, 0, SingleResult.BestState, "200 OK")]
    [InlineData(false, 1, 0, null)]
    [InlineData(true, 36_000_000_001, 7, "late")]
    [InlineData(false, 864_000_000_000_000, 1, "after a thousand days")]
    public void A_result_is_kept_whole(bool isSuccess, long ticks, byte state, string? text)
    {
        var result = new SingleResult(Noon + TimeSpan.FromTicks(ticks % 10_000), isSuccess, TimeSpan.FromTicks(ticks), state, text);
        var recent = new RecentResults();
        recent.Add(result);
        Assert.Equal([result], recent.All);
    }

    [Fact]
    public void Counts_of_one_place_in_the_ring_are_of_one_time()
    {
        var ring = new CountRing(60, 61);
        ring.Add(Noon, 3, 1);
        ring.Add(Noon + TimeSpan.FromMinutes(60), 2, 0);
        Assert.Equal(new Uptime(5, 1), ring.Sum(Noon + TimeSpan.FromMinutes(60), TimeSpan.FromHours(1)));
        ring.Add(Noon + TimeSpan.FromMinutes(61), 1, 1);
        Assert.Equal(new Uptime(3, 1), ring.Sum(Noon + TimeSpan.FromMinutes(61), TimeSpan.FromHours(1)));
        // The clock goes back to a time whose place has been taken, and to one whose place has not.
        Assert.Equal(default, ring.Sum(Noon, TimeSpan.FromMinutes(30)));
        Assert.Equal(new Uptime(2, 0), ring.Sum(Noon + TimeSpan.FromMinutes(60), TimeSpan.FromMinutes(30)));
    }

    [Fact]
    public void A_count_ends_at_its_greatest_value_and_spoils_no_other()
    {
        var ring = new CountRing(60, 61);
        ring.Add(Noon, 16_777_214, 16_777_215);
        ring.Add(Noon, 5, 5);
        Assert.Equal(new Uptime(16_777_215, 16_777_215), ring.Sum(Noon, TimeSpan.FromHours(1)));
    }
}
