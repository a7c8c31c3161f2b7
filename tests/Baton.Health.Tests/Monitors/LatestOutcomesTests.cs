using Baton.Health.Monitors;

namespace Baton.Health.Tests.Monitors;

public class LatestOutcomesTests
{
    [Fact]
    public void Of_many_results_the_latest_hundred_count()
    {
        Assert.Equal(100, default(LatestOutcomes).Percentage);
        Assert.Equal(66.67, Of("110").Percentage);
        Assert.Equal(80, Of("11101").Percentage);
        Assert.Equal(100, Of(new string('0', 50) + new string('1', 100)).Percentage);
        Assert.Equal(99, Of(new string('1', 99) + "0").Percentage);
        Assert.Equal((100, 1.0), (Of(new string('0', 399) + "1").Count, Of(new string('0', 399) + "1").Percentage));
    }

    [Fact]
    public void What_is_written_is_read_and_what_is_spoilt_is_nothing()
    {
        foreach (var results in (string[])["1", "0", "10", new string('1', 100), new string('0', 100) + "101"]) Assert.Equal(Of(results), LatestOutcomes.Read(Of(results).Write()));
        Assert.Equal(default, LatestOutcomes.Read(default(LatestOutcomes).Write()));
        foreach (var text in (string?[])[null, "", ":", "1", "1:2", "0:0", "101:1", "-1:1", "2:ff", "1:x", "1:1:1", "3:" + new string('f', 40)]) Assert.Equal(default, LatestOutcomes.Read(text));
    }

    private static LatestOutcomes Of(string results) => results.Aggregate(default(LatestOutcomes), (outcomes, result) => outcomes.With(result == '1'));
}
