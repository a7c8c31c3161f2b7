using Baton.Cli.Output;

namespace Baton.Cli.Tests;

public sealed class FiguresTests
{
    [Theory]
    [InlineData(-5, "0s")]
    [InlineData(0, "0s")]
    [InlineData(59.9, "59s")]
    [InlineData(60, "1m 0s")]
    [InlineData(123, "2m 3s")]
    [InlineData(3600, "1h 0m")]
    [InlineData(86399, "23h 59m")]
    [InlineData(86400 * 400.0, "400d 0h")]
    public void An_age_has_its_two_greatest_units(double seconds, string text) => Assert.Equal(text, Figures.Age(TimeSpan.FromSeconds(seconds)));

    [Theory]
    [InlineData(0, "0")]
    [InlineData(1023, "1023")]
    [InlineData(1024, "1.0K")]
    [InlineData(1048570, "1.0M")]
    [InlineData(12_900_000, "12.3M")]
    [InlineData(1L << 40, "1.0T")]
    [InlineData(long.MaxValue, "8.0E")]
    public void Bytes_have_a_binary_unit(long bytes, string text) => Assert.Equal(text, Figures.Bytes(bytes));
}
