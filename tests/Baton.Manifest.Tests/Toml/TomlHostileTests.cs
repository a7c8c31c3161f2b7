using System.Text;
using Baton.Manifest.Text;
using Baton.Manifest.Tree;

namespace Baton.Manifest.Tests.Toml;

public class TomlHostileTests
{
    private const string TooDeep = "tables and arrays nest deeper than 128 levels";

    [Theory]
    [InlineData(127, true)]
    [InlineData(128, false)]
    [InlineData(1_000_000, false)]
    public void Arrays_nest_up_to_the_limit(int inner, bool isFine)
    {
        // The outermost array lies at depth 1.
        var problems = Parsed.Toml("a = [" + new string('[', inner) + new string(']', inner) + "]").Problems;

        Assert.Equal(isFine ? [] : [$"1:133: {TooDeep}"], problems);
    }

    [Theory]
    [InlineData("a = {0}1{1}", "{a=", "}")]
    [InlineData("{0}a = 1{1}", "a.", "")]
    [InlineData("[{0}a]{1}", "a.", "")]
    [InlineData("[[{0}a]]{1}", "a.", "")]
    [InlineData("a = {{{0}a = 1}}{1}", "a.", "")]
    public void Every_way_to_nest_is_bounded(string form, string open, string close)
    {
        string Text(int times) => string.Format(null, form, string.Concat(Enumerable.Repeat(open, times)), string.Concat(Enumerable.Repeat(close, times)));

        Assert.Empty(Parsed.Toml(Text(100)).Problems);
        Assert.EndsWith(TooDeep, Assert.Single(Parsed.Toml(Text(129)).Problems), StringComparison.Ordinal);
        Assert.EndsWith(TooDeep, Assert.Single(Parsed.Toml(Text(200_000)).Problems), StringComparison.Ordinal);
    }

    [Fact]
    public void Nesting_adds_up_over_headers_dotted_keys_and_values()
    {
        string Text(int brackets) => $"[{Dotted(60)}]\n{Dotted(60)} = {new string('[', brackets)}{new string(']', brackets)}";

        Assert.Empty(Parsed.Toml(Text(9)).Problems);
        Assert.Equal([$"2:132: {TooDeep}"], Parsed.Toml(Text(10)).Problems);
    }

    [Fact]
    public void Arrays_of_tables_in_arrays_of_tables_take_two_levels_each()
    {
        string Text(int times) => string.Concat(Enumerable.Range(1, times).Select(n => $"[[{Dotted(n)}]]\n"));

        Assert.Empty(Parsed.Toml(Text(64)).Problems);
        Assert.Equal([$"65:1: {TooDeep}"], Parsed.Toml(Text(65)).Problems);
        Assert.Equal([$"65:1: {TooDeep}"], Parsed.Toml(Text(64) + $"[{Dotted(65)}]").Problems);
    }

    [Fact]
    public void A_file_over_16_MiB_is_refused_and_one_of_16_MiB_is_read()
    {
        var bytes = new byte[Limits.MaxBytes + 1];
        bytes.AsSpan().Fill((byte)'\n');

        Assert.Equal(["1:1: the file is larger than 16 MiB"], Parsed.Toml(bytes).Problems);
        Assert.Empty(Parsed.Toml(bytes[..^1]).Problems);
    }

    [Fact]
    public void A_string_as_long_as_a_file_can_be_is_read()
    {
        var length = Limits.MaxBytes - 16;

        var value = Parsed.Toml($"a = \"\\t{new string('x', length)}\"").Root!.Find("a")!.Value;

        Assert.Equal(length + 1, Assert.IsType<StringNode>(value).Value.Length);
    }

    [Theory]
    [InlineData("a = [", "1,", "]")]
    [InlineData("", "[[a]]\n", "")]
    [InlineData("", "[[a]]\n[a.b]\n", "")]
    public void More_than_a_million_values_are_refused(string before, string repeated, string after)
    {
        var problems = Parsed.Toml(before + string.Concat(Enumerable.Repeat(repeated, 1_000_001)) + after).Problems;

        Assert.EndsWith(": the file holds more than 1,000,000 values", Assert.Single(problems), StringComparison.Ordinal);
    }

    // The next ones hold 200,000 of something: work that grows with the square of that would keep the run from ending, not just slow it.
    [Fact]
    public void A_long_array_on_one_line_costs_one_pass()
    {
        var root = Parsed.Toml("a = [" + string.Concat(Enumerable.Repeat("'é', ", 200_000)) + "]").Root!;

        var items = ((ArrayNode)root.Find("a")!.Value).Items;
        Assert.Equal(200_000, items.Count);
        Assert.Equal(new Place("baton.toml", 1, 6 + (5 * 199_999)), items[^1].Place);
    }

    [Fact]
    public void Many_keys_many_tables_and_many_escapes_cost_one_pass()
    {
        var text = new StringBuilder();
        for (var i = 0; i < 200_000; i++) text.Append(null, $"k{i} = {i}\n");
        for (var i = 0; i < 200_000; i++) text.Append(null, $"[t{i}]\n");
        for (var i = 0; i < 200_000; i++) text.Append("[[list]]\n");
        text.Append("s = \"").Insert(text.Length, "\\u00e9", 200_000).Append("\"\nm = \"\"\"").Insert(text.Length, "x\"\"", 200_000).Append("x\"\"\"\n");

        var parsed = Parsed.Toml(text.ToString());

        Assert.Empty(parsed.Problems);
        Assert.Equal(400_001, parsed.Root!.Entries.Count);
    }

    [Fact]
    public void Only_so_many_problems_are_kept_and_then_reading_ends()
    {
        var parsed = Parsed.Toml(string.Concat(Enumerable.Repeat("a = 1\n", 200_000)));

        Assert.Equal(Diagnostics.Limit, parsed.Problems.Length);
        Assert.Null(parsed.Root);
        Assert.Equal("201:1: key \"a\" is defined twice (first at 1:1)", parsed.Problems[^1]);
    }

    private static string Dotted(int parts) => string.Join('.', Enumerable.Repeat("a", parts));
}
