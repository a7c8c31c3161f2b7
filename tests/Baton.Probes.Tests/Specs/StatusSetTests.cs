using Baton.Probes.Specs;

namespace Baton.Probes.Tests.Specs;

public class StatusSetTests
{
    [Theory]
    [InlineData("200-299,304", "200-299,304")]
    [InlineData(" 201 , 200 , 202-204 ", "200-204")]
    [InlineData("599", "599")]
    public void Ranges_and_single_ones_are_read(string text, string shortest)
    {
        Assert.True(StatusSet.TryParse(text, out var set));
        Assert.Equal(shortest, set.ToString());
        Assert.True(StatusSet.TryParse(shortest, out var same));
        Assert.Equal(set, same);
    }

    [Theory]
    [InlineData("")]
    [InlineData("99")]
    [InlineData("600")]
    [InlineData("300-200")]
    [InlineData("200-250-299")]
    [InlineData("2xx")]
    [InlineData("200,")]
    public void Anything_else_is_refused(string text) => Assert.False(StatusSet.TryParse(text, out _));

    [Fact]
    public void The_default_is_200_to_399() =>
        Assert.Equal(Enumerable.Range(200, 200), Enumerable.Range(0, 1000).Where(StatusSet.Default.Contains));
}
