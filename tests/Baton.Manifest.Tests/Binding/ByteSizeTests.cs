using Baton.Manifest.Binding;

namespace Baton.Manifest.Tests.Binding;

public class ByteSizeTests
{
    [Theory]
    [InlineData("0B", 0L)]
    [InlineData("512B", 512L)]
    [InlineData("10MB", 10_000_000L)]
    [InlineData("10 mb", 10_000_000L)]
    [InlineData("1GiB", 1L << 30)]
    [InlineData("8388607TiB", 8388607L << 40)]
    [InlineData("8388608TiB", null)]
    [InlineData("10", null)]
    [InlineData("MB", null)]
    [InlineData("", null)]
    [InlineData("-1MB", null)]
    [InlineData("1.5GB", null)]
    [InlineData("1  MB", null)]
    [InlineData(" 1MB", null)]
    [InlineData("10M", null)]
    [InlineData("99999999999999999999B", null)]
    public void A_size_is_a_whole_number_and_a_unit(string text, long? expected) => Assert.Equal(expected, ByteSize.Parse(text));

    [Theory]
    [InlineData(0, "0B")]
    [InlineData(1025, "1025B")]
    [InlineData(1024, "1KiB")]
    [InlineData(10_000_000, "10MB")]
    [InlineData(1_000_000_000_000, "1TB")]
    public void A_size_is_described_in_the_largest_unit_that_fits(long bytes, string expected) => Assert.Equal(expected, ByteSize.Describe(bytes));
}
