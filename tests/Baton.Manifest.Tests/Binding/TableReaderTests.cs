using Baton.Manifest.Binding;
using Baton.Manifest.Tree;

namespace Baton.Manifest.Tests.Binding;

public class TableReaderTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Fact]
    public void Good_values_are_given_as_written()
    {
        var reader = Reader("""
            s = "text"
            empty = ""
            i = 10
            whole = 2
            part = 0.25
            b = true
            list = ["a", "b"]
            map = {z = "1", a = ""}
            size = "1KiB"
            bytes = 77
            choice = "two"
            ratio = 1
            """);

        Assert.Equal("text", reader.RequiredString("s"));
        Assert.Equal("", reader.OptionalString("empty", allowEmpty: true));
        Assert.Equal(10, reader.Integer("i", 1, min: 10, max: 10));
        Assert.Equal(TimeSpan.FromSeconds(2), reader.Seconds("whole", Minute, TimeSpan.Zero, Minute));
        Assert.Equal(TimeSpan.FromMilliseconds(250), reader.Seconds("part", Minute, TimeSpan.Zero, Minute));
        Assert.True(reader.Boolean("b", false));
        Assert.Equal(["a", "b"], reader.StringList("list").Select(i => i.Text));
        Assert.Equal(new Place("baton.toml", 7, 8), reader.PlaceOf("list"));
        Assert.Equal([("z", "1"), ("a", "")], reader.StringMap("map").Select(e => (e.Key, e.Text)));
        Assert.Equal(1024, reader.Size("size", 0, 0, 2048));
        Assert.Equal(77, reader.Size("bytes", 0, 0, 2048));
        Assert.Equal("two", reader.Word("choice", "one", "two"));
        Assert.Equal(1.0, reader.OptionalNumber("ratio", 0, 1));
        reader.Finish();
        Assert.Empty(reader.Diagnostics.All);
    }

    [Fact]
    public void Missing_values_are_the_defaults_and_no_problem()
    {
        var reader = Reader("");

        Assert.Null(reader.OptionalString("s"));
        Assert.Equal(7, reader.Integer("i", 7, 0, 9));
        Assert.Equal(Minute, reader.Seconds("t", Minute, TimeSpan.Zero, Minute));
        Assert.True(reader.Boolean("b", true));
        Assert.Empty(reader.StringList("list"));
        Assert.Empty(reader.StringMap("map"));
        Assert.Equal(5, reader.Size("size", 5, 0, 9));
        Assert.Null(reader.Word("c", "two"));
        Assert.Null(reader.OptionalNumber("n", 0, 1));
        Assert.Null(reader.StringOrList("command"));
        Assert.Null(reader.SubTable("t"));
        Assert.Empty(reader.NamedTables("services"));
        reader.Finish();
        Assert.Empty(reader.Diagnostics.All);
    }

    [Theory]
    [InlineData("k = 1", "string", "1:5: expected a string, found an integer")]
    [InlineData("k = \"\"", "string", "1:5: the string must not be empty")]
    [InlineData("k = \"a\\u0000\"", "string", "1:5: the string must not hold NUL")]
    [InlineData("", "string", "1:1: missing key \"k\"")]
    [InlineData("k = \"true\"", "boolean", "1:5: expected a boolean (true or false), found a string")]
    [InlineData("k = 1", "boolean", "1:5: expected a boolean (true or false), found an integer")]
    [InlineData("k = \"1\"", "integer", "1:5: expected an integer, found a string")]
    [InlineData("k = 1.0", "integer", "1:5: expected an integer, found a float")]
    [InlineData("k = 11", "integer", "1:5: \"k\" must be 0 to 10, found 11")]
    [InlineData("k = -1", "integer", "1:5: \"k\" must be 0 to 10, found -1")]
    [InlineData("k = \"5s\"", "seconds", "1:5: expected a number of seconds, found a string")]
    [InlineData("k = nan", "seconds", "1:5: \"k\" must be 0.5 to 60 seconds, found NaN")]
    [InlineData("k = inf", "seconds", "1:5: \"k\" must be 0.5 to 60 seconds, found Infinity")]
    [InlineData("k = -1", "seconds", "1:5: \"k\" must be 0.5 to 60 seconds, found -1")]
    [InlineData("k = 60.001", "seconds", "1:5: \"k\" must be 0.5 to 60 seconds, found 60.001")]
    [InlineData("k = nan", "number", "1:5: \"k\" must be 0 to 1, found NaN")]
    [InlineData("k = true", "number", "1:5: expected a number, found a boolean")]
    [InlineData("k = 1.5", "size", "1:5: expected a size such as \"10MB\", \"1GiB\" or a number of bytes, found a float")]
    [InlineData("k = \"10\"", "size", "1:5: expected a size such as \"10MB\", \"1GiB\" or a number of bytes, found \"10\"")]
    [InlineData("k = \"2MB\"", "size", "1:5: \"k\" must be 1KiB to 1MB, found 2MB")]
    [InlineData("k = 0", "size", "1:5: \"k\" must be 1KiB to 1MB, found 0B")]
    [InlineData("k = \"alway\"", "choice", "1:5: expected one of \"never\", \"on-failure\", \"always\", found \"alway\"; did you mean \"always\"?")]
    [InlineData("k = \"Never\"", "choice", "1:5: expected one of \"never\", \"on-failure\", \"always\", found \"Never\"; did you mean \"never\"?")]
    [InlineData("k = \"\"", "choice", "1:5: expected one of \"never\", \"on-failure\", \"always\", found \"\"")]
    [InlineData("k = false", "choice", "1:5: expected a string, found a boolean")]
    [InlineData("k = \"a\"", "list", "1:5: expected an array of strings, found a string")]
    [InlineData("k = [\"a\", 1]", "list", "1:11: expected a string, found an integer")]
    [InlineData("k = [\"\"]", "list", "1:6: the string must not be empty")]
    [InlineData("k = 1", "map", "1:5: expected a table of strings, found an integer")]
    [InlineData("k = {a = 1}", "map", "1:10: expected a string for \"a\", found an integer")]
    [InlineData("k = {\"\" = \"x\"}", "map", "1:6: the key must not be empty or hold NUL")]
    [InlineData("k = 1", "command", "1:5: expected a string or an array of strings, found an integer")]
    [InlineData("k = []", "command", "1:5: the array must not be empty")]
    [InlineData("k = \"\"", "command", "1:5: the string must not be empty")]
    [InlineData("k = [\"a\", 2]", "command", "1:11: expected a string, found an integer")]
    [InlineData("k = 1", "table", "1:5: expected a table, found an integer")]
    [InlineData("k = []", "names", "1:5: expected a table, found an array")]
    [InlineData("k.a = 1", "names", "1:7: expected a table for \"a\" in \"k\", found an integer")]
    [InlineData("[k.\"a/b\"]", "names", "1:4: invalid name \"a/b\": 1 to 64 characters, a letter or digit first, then letters, digits, '.', '_' or '-'")]
    [InlineData("[k.orchestrator]", "names", "1:4: the name \"orchestrator\" is reserved for the supervisor's own log")]
    public void A_wrong_value_is_told_with_what_was_expected_and_found(string text, string type, string expected)
    {
        var reader = Reader(text);

        Ask(reader, type);
        reader.Finish();

        Assert.Equal([expected], Told(reader));
    }

    [Fact]
    public void A_null_of_JSON_is_no_value_of_any_type()
    {
        foreach (var type in (string[])["string", "boolean", "integer", "seconds", "number", "size", "choice", "list", "map", "command", "table"])
        {
            var reader = new TableReader(Parsed.Json("{\"k\": null}").Root!, new Diagnostics());
            Ask(reader, type);
            Assert.EndsWith(", found null", Assert.Single(Told(reader)), StringComparison.Ordinal);
        }
    }

    [Fact]
    [Trait("Defect", "A9-5")]
    public void Unknown_keys_are_refused_with_the_nearest_one_that_is_known()
    {
        var reader = Reader("comand = \"x\"\nenvironment = 1\nx-note = 1\n_note = 1\nversion = 2\ndescription = 3");

        reader.OptionalString("command");
        reader.StringMap("env");
        reader.Finish();

        Assert.Equal(["1:1: unknown key \"comand\"; did you mean \"command\"?", "2:1: unknown key \"environment\""], Told(reader));
    }

    [Fact]
    public void Keys_for_people_are_checked_when_they_are_asked_for()
    {
        var reader = Reader("version = \"2\"");

        reader.Integer("version", 1, 1, 1);

        Assert.Equal(["1:11: expected an integer, found a string"], Told(reader));
    }

    [Fact]
    public void All_problems_of_all_tables_are_found_at_once_in_the_order_of_the_file()
    {
        var reader = Reader("""
            [services.api]
            comand = "x"
            port = "80"
            [services."web site"]
            port = 0
            [servces.db]
            """);

        foreach (var service in reader.NamedTables("services"))
        {
            service.Table.Integer("port", 80, 1, 65535);
            service.Table.RequiredString("command");
            service.Table.Finish();
        }

        reader.Finish();

        Assert.Equal(
            [
                "1:1: missing key \"command\" in \"services.api\"",
                "2:1: unknown key \"comand\" in \"services.api\"; did you mean \"command\"?",
                "3:8: expected an integer, found a string",
                "4:1: missing key \"command\" in \"services.web site\"",
                "4:11: invalid name \"web site\": 1 to 64 characters, a letter or digit first, then letters, digits, '.', '_' or '-'",
                "5:8: \"port\" must be 1 to 65535, found 0",
                "6:2: unknown key \"servces\"; did you mean \"services\"?",
            ],
            Told(reader));
    }

    [Fact]
    public void Keys_for_people_stand_among_names_too_but_a_table_is_one_of_the_named()
    {
        var reader = Reader("_comment = 'x'\nversion = 1\n[api]\n[_parked]\n[x-ray]\n[description]");

        Assert.Equal(["api", "x-ray", "description"], reader.NamedTables().Select(t => t.Name));
        reader.Finish();
        Assert.Empty(Told(reader));
    }

    [Fact]
    public void A_command_is_text_or_a_list_whose_items_may_be_empty()
    {
        var text = Reader("command = \"a b\"").StringOrList("command")!;
        Assert.Equal(("a b", null), (text.Text, text.Items));

        var list = Reader("command = [\"a\", \"\"]").StringOrList("command")!;
        Assert.Null(list.Text);
        Assert.Equal(["a", ""], list.Items!);
    }

    [Fact]
    public void The_longest_span_can_be_a_bound()
    {
        var reader = Reader("k = 922337203685.4775807");

        Assert.Equal(TimeSpan.MaxValue, reader.Seconds("k", Minute, TimeSpan.Zero, TimeSpan.MaxValue));
    }

    [Fact]
    public void A_caller_tells_its_own_problems_at_the_value()
    {
        var reader = Reader("a = 1\n  k = 2");

        reader.Report("k", "is in use");
        reader.Report("missing", "is needed here");

        Assert.Equal(["1:1: is needed here", "2:7: is in use"], Told(reader));
    }

    private static void Ask(TableReader reader, string type)
    {
        switch (type)
        {
            case "string": Assert.Equal("", reader.RequiredString("k")); break;
            case "boolean": Assert.Null(reader.OptionalBoolean("k")); break;
            case "integer": Assert.Null(reader.OptionalInteger("k", 0, 10)); break;
            case "seconds": Assert.Null(reader.OptionalSeconds("k", TimeSpan.FromSeconds(0.5), Minute)); break;
            case "number": reader.OptionalNumber("k", 0, 1); break;
            case "size": reader.OptionalSize("k", 1024, 1_000_000); break;
            case "choice": Assert.Null(reader.Word("k", "never", "on-failure", "always")); break;
            case "list": reader.StringList("k"); break;
            case "map": Assert.Empty(reader.StringMap("k")); break;
            case "command": Assert.Null(reader.StringOrList("k")); break;
            case "table": Assert.Null(reader.SubTable("k")); break;
            case "names": reader.NamedTables("k"); break;
            default: throw new ArgumentOutOfRangeException(nameof(type), type, null);
        }
    }

    private static string[] Told(TableReader reader) => new Parsed(null, reader.Diagnostics).Problems;

    private static TableReader Reader(string toml)
    {
        var parsed = Parsed.Toml(toml);
        Assert.Empty(parsed.Problems);
        return new TableReader(parsed.Root!, parsed.Diagnostics);
    }
}
