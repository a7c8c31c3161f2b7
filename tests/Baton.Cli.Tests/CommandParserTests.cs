using Baton.Cli.Commands;
using Baton.Cli.Parsing;

namespace Baton.Cli.Tests;

public sealed class CommandParserTests
{
    [Theory]
    [InlineData("ps")]
    [InlineData("ps --state /s -o json")]
    [InlineData("ps studio --output=table")]
    [InlineData("up studio --config baton.toml --base-dir . --state /s --listen 127.0.0.1:0 -d")]
    [InlineData("up --empty --detach")]
    [InlineData("up studio --services a b --testing")]
    [InlineData("check --services a --services b studio -o json")]
    [InlineData("down --kill --state /s")]
    [InlineData("down studio")]
    [InlineData("start")]
    [InlineData("start a b c --timeout 5 --state /s -ojson")]
    [InlineData("stop --only a --timeout=0.5")]
    [InlineData("logs -f a b --tail 10 --stream stderr")]
    [InlineData("logs -fn10 -o=json")]
    [InlineData("check studio -o json")]
    [InlineData("check --config f.toml --base-dir .")]
    [InlineData("version --state /s -o json")]
    public void Every_documented_form_is_read(string text)
    {
        var line = Parse(text);

        Assert.False(line.WantsHelp);
    }

    [Theory]
    [InlineData("logs -n 10")]
    [InlineData("logs -n10")]
    [InlineData("logs -n=10")]
    [InlineData("logs --tail 10")]
    [InlineData("logs --tail=10")]
    [InlineData("logs -fn 10")]
    public void All_ways_to_write_a_value_mean_the_same(string text)
    {
        var tail = LogsCommand.Shape.Options.Single(option => option.Name == "--tail");

        Assert.Equal("10", Parse(text).Value(tail));
    }

    [Fact]
    public void After_two_dashes_everything_is_an_operand()
    {
        Assert.Equal(["-f", "--only", "a"], Parse("stop -- -f --only a").Operands);
    }

    [Fact]
    public void Help_wins_over_whatever_else_is_wrong_after_it()
    {
        Assert.True(Parse("ps --help --no-such").WantsHelp);
        Assert.True(Parse("logs -fh").WantsHelp);
    }

    [Theory]
    [InlineData("ps a b", "unexpected \"b\": \"ps\" takes at most 1: [FOLDER]")]
    [InlineData("version a", "unexpected \"a\": \"version\" takes options only")]
    [InlineData("stop --onyl a", "\"stop\" has no option --onyl; did you mean --only?")]
    [InlineData("stop --frobnicate", "\"stop\" has no option --frobnicate; see: baton stop --help")]
    [InlineData("logs -fx", "\"logs\" has no option -x; see: baton logs --help")]
    [InlineData("up --services --testing", "option --services needs a value: --services NAME...")]
    [InlineData("ps --state", "option --state needs a value: --state DIR")]
    [InlineData("ps --state=", "option --state was given an empty value")]
    [InlineData("ps -o=", "option --output was given an empty value")]
    [InlineData("stop --only=yes", "option --only takes no value")]
    [InlineData("ps --state a --state b", "option --state is given twice")]
    public void What_does_not_fit_is_named_and_refused(string text, string message)
    {
        Assert.Equal(message, Assert.Throws<CommandException>(() => Parse(text)).Message);
    }

    [Fact]
    public void An_empty_word_is_refused_since_it_is_an_unset_variable()
    {
        var mistake = Assert.Throws<CommandException>(() => CommandParser.Parse(StopCommand.Shape, [""]));

        Assert.Equal("\"stop\" was given an empty word", mistake.Message);
    }

    [Fact]
    public void No_two_options_of_a_command_share_a_name_or_a_letter()
    {
        foreach (var command in CommandTable.All())
        {
            var options = command.Options.Append(CommonOptions.Help).ToList();
            Assert.Equal(options.Count, options.Select(option => option.Name).Distinct().Count());
            var letters = options.Select(option => option.Letter).Where(letter => letter != '\0').ToList();
            Assert.Equal(letters.Count, letters.Distinct().Count());
        }
    }

    [Fact]
    public void Every_listed_command_is_found_by_its_name()
    {
        Assert.All(CommandTable.All(), command => Assert.Same(command, CommandTable.Find(command.Name)));
    }

    private static ParsedLine Parse(string text)
    {
        var words = text.Split(' ');
        return CommandParser.Parse(CommandTable.Find(words[0])!, words.AsSpan(1));
    }
}
