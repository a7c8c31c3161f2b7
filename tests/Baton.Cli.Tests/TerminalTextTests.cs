using System.Buffers;
using System.Text;
using Baton.Cli.Output;
using Baton.Cli.Tests.Support;
using Baton.Cli.View;

namespace Baton.Cli.Tests;

public sealed class TerminalTextTests
{
    [Theory]
    [InlineData("plain\ttext ü", "plain\ttext ü")]
    [InlineData("\e[1;31mred\e[0m", "\e[1;31mred\e[0m\e[0m")]
    [InlineData("\e[31mnever closed", "\e[31mnever closed\e[0m")]
    [InlineData("\e[2Jcleared\a", "\uFFFD[2Jcleared\uFFFD")]
    [InlineData("\e]0;title\a", "\uFFFD]0;title\uFFFD")]
    [InlineData("\u009b2J", "\uFFFD2J")]
    [InlineData("\e", "\uFFFD")]
    [InlineData("\e[31", "\uFFFD[31")]
    [InlineData("10%\r50%\r100%", "100%")]
    [InlineData("windows\r", "windows")]
    public void A_terminal_gets_colours_and_no_other_control(string written, string shown) => Assert.Equal(shown, Show(written, Screen.Colour));

    [Fact]
    public void A_terminal_without_colour_gets_the_bare_text() => Assert.Equal("red", Show("\e[31mred\e[0m", Screen.Plain));

    [Fact]
    public void A_pipe_gets_what_was_written() => Assert.Equal("\e[2J10%\r50%", Show("\e[2J10%\r50%", Screen.Pipe));

    private static string Show(string text, Appearance show)
    {
        var to = new ArrayBufferWriter<byte>();
        TerminalText.Append(to, text, show);
        return Encoding.UTF8.GetString(to.WrittenSpan);
    }
}
