using System.Text;
using Baton.Cli.Commands;
using Baton.Cli.Parsing;
using Baton.Cli.Tests.Support;
using Baton.TestKit;

namespace Baton.Cli.Tests;

public sealed class HelpTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_reference_holds_the_help_of_every_command_word_for_word()
    {
        var expected = new StringBuilder("## baton\n\n```\n").Append(HelpText.OfAll(CommandTable.All())).Append("```\n");
        foreach (var command in CommandTable.All()) expected.Append("\n## baton ").Append(command.Name).Append("\n\n```\n").Append(HelpText.Of(command)).Append("```\n");
        var document = File.ReadAllText(Repository.File("docs/reference/cli.md"));

        Assert.Equal(expected.ToString(), document[document.IndexOf("## baton\n", StringComparison.Ordinal)..]);
    }

    [Fact]
    public async Task Help_is_printed_in_all_the_usual_ways()
    {
        var general = new Screen(_folder.Path);
        await general.RunAsync("--help");
        await general.RunAsync("-h");
        await general.RunAsync("help");
        var ofPs = new Screen(_folder.Path);
        await ofPs.RunAsync("help", "ps");
        await ofPs.RunAsync("ps", "-h");
        await ofPs.RunAsync("ps", "--help");

        Assert.Equal(string.Concat(Enumerable.Repeat(HelpText.OfAll(CommandTable.All()), 3)), general.Text);
        Assert.Equal(string.Concat(Enumerable.Repeat(HelpText.Of(PsCommand.Shape), 3)), ofPs.Text);
    }

    [Fact]
    public async Task No_command_at_all_prints_help_as_an_error()
    {
        var screen = new Screen(_folder.Path);

        Assert.Equal(2, await screen.RunAsync());

        Assert.Equal("", screen.Text);
        Assert.Equal(HelpText.OfAll(CommandTable.All()), screen.Errors);
    }

    [Theory]
    [InlineData("pss", "baton: unknown command \"pss\"; did you mean \"ps\"?\n")]
    [InlineData("stpo", "baton: unknown command \"stpo\"; did you mean \"stop\"?\n")]
    [InlineData("strat", "baton: unknown command \"strat\"; did you mean \"start\"?\n")]
    [InlineData("frobnicate", "baton: unknown command \"frobnicate\"; see: baton --help\n")]
    [InlineData("--state", "baton: unknown option --state; options stand after the command, see: baton --help\n")]
    public async Task An_unknown_command_is_told_with_what_may_have_been_meant(string word, string message)
    {
        var screen = new Screen(_folder.Path);

        Assert.Equal(2, await screen.RunAsync(word));

        Assert.Equal(message, screen.Errors);
    }

    [Fact]
    public void Help_fits_a_terminal_of_120_columns()
    {
        var text = string.Concat(CommandTable.All().Select(HelpText.Of)) + HelpText.OfAll(CommandTable.All());

        Assert.All(text.Split('\n'), line => Assert.True(line.Length <= 120, line));
    }
}
