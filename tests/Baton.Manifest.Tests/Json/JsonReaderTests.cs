using Baton.Manifest.Text;
using Baton.Manifest.Tree;

namespace Baton.Manifest.Tests.Json;

public class JsonReaderTests
{
    [Fact]
    public void Keys_and_values_carry_their_places_and_keep_the_order_of_the_file()
    {
        var parsed = Parsed.Json("""
            {"é😀": "x", "n": null,
              "services": {
                "api": {"cmd": ["a"], "port": 80, "wait": 1.5}, "on" : true
              }}
            """);

        Assert.Empty(parsed.Problems);
        Assert.Equal(
            [
                "1:2 é😀 = 1:9 a string",
                "1:14 n = 1:19 null",
                "2:3 services = 2:15 a table",
                "3:5 api = 3:12 a table",
                "3:13 cmd = 3:20 an array",
                "3:27 port = 3:35 an integer",
                "3:39 wait = 3:47 a float",
                "3:53 on = 3:60 a boolean",
            ],
            Parsed.Places(parsed.Root!));
    }

    [Fact]
    public void A_byte_order_mark_takes_no_column()
    {
        Assert.Equal(["1:2 a = 1:7 an integer"], Parsed.Places(Parsed.Json("\uFEFF{\"a\": 1}").Root!));
        Assert.StartsWith("1:2: ", Assert.Single(Parsed.Json("\uFEFF{x").Problems), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("9223372036854775807", long.MaxValue)]
    [InlineData("-9223372036854775808", long.MinValue)]
    [InlineData("-0", 0)]
    public void An_integer_stays_one_to_the_ends_of_its_range(string text, long expected) =>
        Assert.Equal(expected, Assert.IsType<IntegerNode>(Value(text)).Value);

    [Theory]
    [InlineData("1.0", 1)]
    [InlineData("1e3", 1000)]
    [InlineData("-2E-1", -0.2)]
    public void A_number_with_a_fraction_or_an_exponent_is_a_float(string text, double expected) =>
        Assert.Equal(expected, Assert.IsType<FloatNode>(Value(text)).Value);

    [Fact]
    public void Escapes_are_resolved() => Assert.Equal("a\n\"\u00e9😀", Assert.IsType<StringNode>(Value("\"a\\n\\\"\\u00E9\\uD83D\\uDE00\"")).Value);

    [Theory]
    [InlineData("{\"a\": 9223372036854775808}", "1:7: the integer \"9223372036854775808\" is out of range (-9223372036854775808 to 9223372036854775807)")]
    [InlineData("{\"a\": -1e999}", "1:7: the number \"-1e999\" is out of range")]
    [InlineData("{\"a\": \"\\uD800\"}", "1:7: the string holds half of a surrogate pair (\\uD800 to \\uDFFF without its other half)")]
    [InlineData("{\"\\uDC00\": 1}", "1:2: the string holds half of a surrogate pair (\\uD800 to \\uDFFF without its other half)")]
    [InlineData("{\"a\": 1,\n \"a\": 2}", "2:2: key \"a\" is defined twice (first at 1:2)")]
    [InlineData("{\"a\": 1,\n \"\\u0061\": 2}", "2:2: key \"a\" is defined twice (first at 1:2)")]
    [InlineData("[1]", "1:1: expected an object, found an array")]
    [InlineData(" \"x\"", "1:2: expected an object, found a string")]
    public void A_problem_of_meaning_is_told_at_its_place(string text, string expected) => Assert.Equal([expected], Parsed.Json(text).Problems);

    [Theory]
    [InlineData("", "1:1")]
    [InlineData("{", "1:2")]
    [InlineData("{\"a\": 1}\n x", "2:2")]
    [InlineData("{\"a\": 1} {}", "1:10")]
    [InlineData("{\n\"a\": 1,\n}", "3:1")]
    [InlineData("{\n \"é\": tru}", "2:10")]
    [InlineData("{\"a\": 01}", "1:8")]
    [InlineData("{\"a\": NaN}", "1:7")]
    [InlineData("{\"a\": 'x'}", "1:7")]
    [InlineData("{\"a\": 1 // no\n}", "1:9")]
    [InlineData("{\"a\" 1}", "1:6")]
    [InlineData("{\"a\": \"\n\"}", "1:8")]
    [InlineData("{\"a\": \"\\x\"}", "1:9")]
    public void An_error_of_form_is_told_at_its_place_in_words_for_the_user(string text, string place)
    {
        var parsed = Parsed.Json(text);

        var problem = Assert.Single(parsed.Problems);
        Assert.StartsWith($"{place}: invalid JSON: ", problem, StringComparison.Ordinal);
        Assert.DoesNotContain("LineNumber", problem, StringComparison.Ordinal);
        Assert.DoesNotContain("reader options", problem, StringComparison.Ordinal);
        Assert.Null(parsed.Root);
    }

    [Fact]
    public void Broken_UTF8_is_refused_at_its_place() =>
        Assert.Equal(["1:2: the file is not valid UTF-8 (byte 0xFF)"], Parsed.Json([(byte)'{', 0xFF, (byte)'}']).Problems);

    [Fact]
    public void Several_problems_of_meaning_are_found_at_once() =>
        Assert.Equal(3, Parsed.Json("{\"a\": 1e999, \"a\": 99999999999999999999, \"b\": 1}").Problems.Length);

    [Theory]
    [InlineData("[", "]")]
    [InlineData("{\"a\":", "}")]
    public void Nesting_is_bounded(string open, string close)
    {
        string Text(int inner) => "{\"x\":" + string.Concat(Enumerable.Repeat(open, inner)) + "1" + string.Concat(Enumerable.Repeat(close, inner)) + "}";

        Assert.Empty(Parsed.Json(Text(127)).Problems);
        Assert.Equal([$"1:{6 + (128 * open.Length)}: tables and arrays nest deeper than 128 levels"], Parsed.Json(Text(128)).Problems);
        Assert.EndsWith("deeper than 128 levels", Assert.Single(Parsed.Json(Text(1_000_000)).Problems), StringComparison.Ordinal);
    }

    [Fact]
    public void Size_number_of_values_and_number_of_problems_are_bounded()
    {
        Assert.Equal(["1:1: the file is larger than 16 MiB"], Parsed.Json(new byte[Limits.MaxBytes + 1]).Problems);
        var many = "{\"a\": [" + string.Concat(Enumerable.Repeat("1,", 1_000_000)) + "1]}";
        Assert.EndsWith("the file holds more than 1,000,000 values", Assert.Single(Parsed.Json(many).Problems), StringComparison.Ordinal);
        var wrong = "{" + string.Concat(Enumerable.Repeat("\"a\": 1, ", 100_000)) + "\"a\": 1}";
        Assert.Equal(Diagnostics.Limit, Parsed.Json(wrong).Problems.Length);
    }

    [Fact]
    public void A_long_array_on_one_line_costs_one_pass()
    {
        var root = Parsed.Json("{\"a\": [" + string.Concat(Enumerable.Repeat("\"é\",", 200_000)) + "0]}").Root!;

        var items = ((ArrayNode)root.Find("a")!.Value).Items;
        Assert.Equal(new Place("registry.json", 1, 8 + (4 * 200_000)), items[^1].Place);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Random_text_of_the_characters_that_mean_something_ends_with_a_tree_or_a_problem(int seed)
    {
        var random = new Random(seed);
        const string Alphabet = "{{}}[[]]\"\"\"::,,\\ \n\tu0123dDeE.+-truefalsn\0é\u007f";
        for (var i = 0; i < 20_000; i++)
        {
            var parsed = Parsed.Json("{\"a\":" + new string(random.GetItems<char>(Alphabet, random.Next(24))) + "}");
            if (parsed.Root is null) Assert.NotEmpty(parsed.Problems);
        }
    }

    private static Node Value(string json) => Parsed.Json($"{{\"a\": {json}}}").Root!.Find("a")!.Value;
}
