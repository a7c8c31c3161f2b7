using Baton.Manifest.Binding;

namespace Baton.Manifest.Tests.Binding;

public class NearestWordTests
{
    private static readonly string[] Words = ["command", "working_dir", "env", "depends_on", "restart", "log"];

    [Theory]
    [InlineData("comand", "command")]
    [InlineData("commnad", "command")]
    [InlineData("Command", "command")]
    [InlineData("workdir", null)]
    [InlineData("working-dir", "working_dir")]
    [InlineData("workingdir", "working_dir")]
    [InlineData("depends", "depends_on")]
    [InlineData("lgo", "log")]
    [InlineData("logs", "log")]
    [InlineData("en", "env")]
    [InlineData("image", null)]
    [InlineData("x", null)]
    [InlineData("", null)]
    public void The_word_that_was_probably_meant_is_found(string word, string? expected) => Assert.Equal(expected, NearestWord.Of(word, Words));

    [Fact]
    public void Of_two_equally_near_words_the_first_is_taken() => Assert.Equal("cat", NearestWord.Of("rat", ["cat", "bat"]));

    [Fact]
    public void Very_long_words_are_not_compared() => Assert.Null(NearestWord.Of(new string('a', 100_000), [new string('a', 100_001), "a"]));
}
