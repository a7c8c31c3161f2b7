using System.Text;
using Baton.Manifest.Binding;
using Baton.Manifest.EnvFiles;
using Baton.Manifest.Tree;

namespace Baton.Manifest.Tests;

public class EnvFileTests
{
    [Theory]
    [InlineData("A=1", "1")]
    [InlineData("  export  A=1\r", "1")]
    [InlineData("exportA=2\nA=1", "1")]
    [InlineData("A=", "")]
    [InlineData("A= x y  # note", "x y")]
    [InlineData("A=#fff#", "#fff#")]
    [InlineData("A= # note", "")]
    [InlineData("A='x # $y \\n'  # note", "x # $y \\n")]
    [InlineData("A=\"a\\n\\\"b\\\" \\$c \\\\ \\d\"", "a\n\"b\" $c \\ \\d")]
    [InlineData("A=x=\"y\"", "x=\"y\"")]
    [InlineData("# A=2\n\n   \nA=1", "1")]
    [InlineData("A=1\nA=2", "2")]
    [InlineData("\uFEFFA=ü", "ü")]
    public void A_value_is_read_as_shells_would(string text, string value)
    {
        var (entries, problems) = Read(text);
        Assert.Empty(problems);
        Assert.Equal(value, entries.Last(entry => entry.Key == "A").Text);
    }

    [Theory]
    [InlineData("A=1\n  B", "2:3: expected NAME=VALUE")]
    [InlineData("export", "1:1: expected NAME=VALUE")]
    [InlineData("A =1", "1:1: \"A \" cannot be a name here: letters, digits and '_', no digit first, and no blank before '='")]
    [InlineData("1A=1", "1:1: \"1A\" cannot be a name here: letters, digits and '_', no digit first, and no blank before '='")]
    [InlineData("A='x", "1:3: the quote is not closed on its line")]
    [InlineData("A=\"x\\\"", "1:3: the quote is not closed on its line")]
    [InlineData("A='x'y", "1:6: nothing but a comment may follow the closing quote")]
    [InlineData("A=x\0y", "1:4: the line must not hold NUL")]
    public void What_cannot_be_read_is_told_with_its_place(string text, string problem) => Assert.Equal(problem, Assert.Single(Read(text).Problems));

    [Fact]
    public void Good_lines_are_kept_beside_bad_ones()
    {
        var (entries, problems) = Read("A=1\nbad\nB=2");
        Assert.Equal(["A", "B"], entries.Select(entry => entry.Key));
        Assert.Single(problems);
    }

    private static (IReadOnlyList<PlacedEntry> Entries, string[] Problems) Read(string text)
    {
        var diagnostics = new Diagnostics();
        var entries = EnvFile.Read("x.env", Encoding.UTF8.GetBytes(text), diagnostics);
        return (entries, [.. diagnostics.All.Select(d => $"{d.Place.Line}:{d.Place.Column}: {d.Message}")]);
    }
}
