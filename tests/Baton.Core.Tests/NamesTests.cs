namespace Baton.Core.Tests;

public class NamesTests
{
    [Theory]
    [InlineData("api")]
    [InlineData("9")]
    [InlineData("a.b_c-D0")]
    public void Letters_digits_and_three_signs_are_allowed(string name) => Assert.True(Names.IsValid(name));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(".hidden")]
    [InlineData("-option")]
    [InlineData("../../x")]
    [InlineData("a/b")]
    [InlineData("a b")]
    [InlineData("a\n")]
    [InlineData("ä")]
    public void What_could_lead_out_of_a_folder_or_need_quoting_is_not(string? name) => Assert.False(Names.IsValid(name));

    [Fact]
    public void The_longest_name_has_64_characters()
    {
        Assert.True(Names.IsValid(new string('a', 64)));
        Assert.False(Names.IsValid(new string('a', 65)));
    }
}
