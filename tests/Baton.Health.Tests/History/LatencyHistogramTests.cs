using Baton.Health.History.Latency;

namespace Baton.Health.Tests.History;

public class LatencyHistogramTests
{
    [Fact]
    public void Every_latency_from_a_tenth_of_a_millisecond_to_an_hour_is_within_a_tenth_of_what_it_is_told_as()
    {
        for (var ms = 0.1; ms <= 3_600_000; ms *= 1.003)
        {
            var histogram = Of(ms);
            var told = histogram.Percentile(0.5)!.Value.TotalMilliseconds;
            Assert.InRange(told / ms, 0.9, 1.1);
        }
    }

    [Theory]
    [InlineData(-5)]
    [InlineData(0)]
    [InlineData(0.00001)]
    public void What_is_shorter_than_all_ranges_is_in_the_first(double ms) => Assert.Equal(0.1, Of(ms).Percentile(1)!.Value.TotalMilliseconds);

    [Fact]
    public void What_is_longer_than_all_ranges_is_in_the_last() =>
        Assert.InRange(Of(TimeSpan.FromDays(3).TotalMilliseconds).Percentile(0.5)!.Value, TimeSpan.FromHours(0.9), TimeSpan.FromHours(1.2));

    [Fact]
    public void A_percentile_is_that_of_the_sorted_values()
    {
        var random = new Random(7);
        var values = Enumerable.Range(0, 1000).Select(_ => Math.Exp(random.NextDouble() * 12)).ToList();
        var histogram = Of([.. values]);
        values.Sort();
        foreach (var part in (double[])[0.001, 0.5, 0.95, 0.99, 1])
        {
            Assert.InRange(histogram.Percentile(part)!.Value.TotalMilliseconds / values[(int)Math.Ceiling(part * 1000) - 1], 0.9, 1.1);
        }

        Assert.Equal(1000, histogram.Count);
        Assert.InRange(histogram.SumMicroseconds / 1000.0 / values.Sum(), 0.999, 1.001);
    }

    [Fact]
    public void Nothing_has_no_percentile() => Assert.Null(new LatencyHistogram().Percentile(0.5));

    [Fact]
    public void What_is_merged_is_as_if_it_had_been_counted_in_one()
    {
        var random = new Random(8);
        var (whole, left, right) = (new LatencyHistogram(), new LatencyHistogram(), new LatencyHistogram());
        for (var i = 0; i < 500; i++)
        {
            var latency = TimeSpan.FromMilliseconds(Math.Exp(random.NextDouble() * 10));
            whole.Add(latency);
            (i % 3 == 0 ? left : right).Add(latency);
        }

        left.Merge(right);
        Assert.Equal(whole.Ranges, left.Ranges);
        Assert.Equal((whole.Count, whole.SumMicroseconds), (left.Count, left.SumMicroseconds));
    }

    [Fact]
    public void What_is_written_is_read_back_and_is_short()
    {
        var buffer = new byte[LatencyHistogram.MostBytes];
        var random = new Random(9);
        for (var round = 0; round < 300; round++)
        {
            var histogram = Of([.. Enumerable.Range(0, round).Select(_ => Math.Exp((random.NextDouble() * 16) - 3))]);
            var length = histogram.Write(buffer);
            Assert.True(length <= 5 + (2 * LatencyBuckets.Count), $"{length} bytes");
            var read = LatencyHistogram.Read(buffer.AsSpan(0, length))!;
            Assert.Equal(histogram.Ranges, read.Ranges);
            Assert.Equal(histogram.SumMicroseconds, read.SumMicroseconds);
        }

        Assert.Equal(5, Of(12, 12.1, 12.2, 12.3, 12.4, 12.5).Write(buffer));
    }

    [Fact]
    public void No_bytes_at_all_make_it_fail()
    {
        var random = new Random(10);
        var bytes = new byte[40];
        for (var i = 0; i < 20_000; i++)
        {
            random.NextBytes(bytes);
            var read = LatencyHistogram.Read(bytes.AsSpan(0, i % bytes.Length));
            Assert.True(read is null || read.Count >= 0);
        }
    }

    private static LatencyHistogram Of(params double[] milliseconds)
    {
        var histogram = new LatencyHistogram();
        foreach (var ms in milliseconds) histogram.Add(TimeSpan.FromTicks((long)(ms * TimeSpan.TicksPerMillisecond)));
        return histogram;
    }
}
