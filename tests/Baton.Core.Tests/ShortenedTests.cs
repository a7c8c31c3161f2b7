namespace Baton.Core.Tests;

/// <summary>Beginnings of texts.</summary>
public sealed class ShortenedTests
{
    [Theory]
    [InlineData("abc", 3, "abc")]
    [InlineData("abcd", 3, "abc")]
    [InlineData("ab😀", 3, "ab")]
    [InlineData("ab😀", 4, "ab😀")]
    [InlineData("😀", 0, "")]
    public void A_character_of_two_places_is_never_cut_in_half(string text, int length, string expected) =>
        Assert.Equal(expected, Shortened.To(text, length).ToString());
}
