using System.Text;
using Baton.Cli.Output;

namespace Baton.Cli.Tests;

public sealed class SafeTextTests
{
    [Theory]
    [InlineData("plain\ttext ü \U0001F600", "plain\ttext ü \U0001F600")]
    [InlineData("\e[2J\0\u009b", "\uFFFD[2J\uFFFD\uFFFD")]
    [InlineData("a\u202Ab\u202Ec", "a\uFFFDb\uFFFDc")]
    [InlineData("\u2066a\u2069", "\uFFFDa\uFFFD")]
    [InlineData("\u2065\u206A\u2029\u202F", "\u2065\u206A\u2029\u202F")]
    public void Text_of_others_can_neither_move_the_cursor_nor_turn_its_direction(string text, string shown)
    {
        var safe = new StringBuilder();
        SafeText.Append(safe, text);
        Assert.Equal(shown, safe.ToString());
    }
}
