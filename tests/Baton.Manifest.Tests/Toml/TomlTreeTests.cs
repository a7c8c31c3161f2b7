using Baton.Manifest.Tree;

namespace Baton.Manifest.Tests.Toml;

public class TomlTreeTests
{
    [Fact]
    public void Keys_and_values_carry_their_places_and_keep_the_order_of_the_file()
    {
        var parsed = Parsed.Toml("""
            "é😀" = 'x'
            [services.api]
              command = ["a", "b"]
              env.PATH = "/bin"
            [[list]]
            [services]
            z = {y = 1.5}
            """);

        Assert.Empty(parsed.Problems);
        Assert.Equal(
            [
                "1:1 é😀 = 1:9 a string",
                "2:2 services = 6:1 a table",
                "2:11 api = 2:1 a table",
                "3:3 command = 3:13 an array",
                "4:3 env = 4:3 a table",
                "4:7 PATH = 4:14 a string",
                "7:1 z = 7:5 a table",
                "7:6 y = 7:10 a float",
                "5:3 list = 5:1 an array",
            ],
            Parsed.Places(parsed.Root!));
    }

    [Fact]
    public void A_byte_order_mark_takes_no_column()
    {
        var parsed = Parsed.Toml("\uFEFFa = 1");

        Assert.Equal(["1:1 a = 1:5 an integer"], Parsed.Places(parsed.Root!));
    }

    [Fact]
    public void An_empty_file_is_an_empty_table()
    {
        var parsed = Parsed.Toml("");

        Assert.Empty(parsed.Problems);
        Assert.Empty(parsed.Root!.Entries);
    }

    [Theory]
    [InlineData("a = 1979-05-27 07:32:00z", DateTimeType.OffsetDateTime, "1979-05-27T07:32:00Z")]
    [InlineData("a = 1979-05-27t07:32:00.5-07:00", DateTimeType.OffsetDateTime, "1979-05-27T07:32:00.5-07:00")]
    [InlineData("a = 1979-05-27 07:32:00 # comment", DateTimeType.LocalDateTime, "1979-05-27T07:32:00")]
    [InlineData("a = 2000-02-29 # comment", DateTimeType.LocalDate, "2000-02-29")]
    [InlineData("a = 23:59:60", DateTimeType.LocalTime, "23:59:60")]
    public void A_date_keeps_its_text_in_one_form(string text, DateTimeType type, string expected)
    {
        var parsed = Parsed.Toml(text);

        Assert.Empty(parsed.Problems);
        var date = Assert.IsType<DateTimeNode>(parsed.Root!.Find("a")!.Value);
        Assert.Equal((type, expected), (date.Type, date.Text));
    }

    [Fact]
    public void Dotted_keys_may_define_a_table_that_a_header_only_passed_through_but_then_no_header_may()
    {
        Assert.Empty(Parsed.Toml("[a.b.c]\n[a]\nb.d = 1").Problems);
        Assert.Equal(["4:4: table \"b\" is defined twice (first at 3:1)"], Parsed.Toml("[a.b.c]\n[a]\nb.d = 1\n[a.b]").Problems);
    }

    [Theory]
    [InlineData("9223372036854775807", long.MaxValue)]
    [InlineData("-9223372036854775808", long.MinValue)]
    [InlineData("0x7FFF_FFFF_FFFF_FFFF", long.MaxValue)]
    [InlineData("0o777777777777777777777", long.MaxValue)]
    [InlineData("0b0000000000000000000000000000000000000000000000000000000000000000000000001", 1)]
    public void An_integer_reaches_the_ends_of_its_range(string text, long expected) =>
        Assert.Equal(expected, Assert.IsType<IntegerNode>(Parsed.Toml($"a = {text}").Root!.Find("a")!.Value).Value);
}
