namespace Baton.Manifest.Tests.Toml;

public class TomlMessageTests
{
    [Theory]
    [InlineData("a = ", "1:5: expected a value, found the end of the file")]
    [InlineData("a = # none", "1:5: expected a value, found '#'")]
    [InlineData("a\n", "1:2: expected \"=\" after the key, found the end of the line")]
    [InlineData("\n  a b = 1", "2:5: expected \"=\" after the key, found 'b'")]
    [InlineData("= 1", "1:1: expected a key, found '='; keys of other than letters, digits, '_' and '-' need quotes")]
    [InlineData("é = 1", "1:1: expected a key, found 'é' (U+00E9); keys of other than letters, digits, '_' and '-' need quotes")]
    [InlineData("\"\"\"a\"\"\" = 1", "1:1: a key cannot be a multi-line string")]
    [InlineData("a = 1 b = 2", "1:7: expected the end of the line, found 'b'")]
    [InlineData("[a\nb = 1", "1:3: expected \"]\" at the end of the table's name, found the end of the line")]
    [InlineData("[[a]\n", "1:4: expected \"]]\" at the end of the table's name, found ']'")]
    [InlineData("a = yes", "1:5: expected a value, found \"yes\"; text needs quotes")]
    [InlineData("a = 01", "1:5: \"01\" is not a number; a number has no leading zeros")]
    [InlineData("a = 1__0", "1:5: \"1__0\" is not a number; an underscore must stand between two digits")]
    [InlineData("a = 1.", "1:5: \"1.\" is not a number; a digit must stand before and after the point")]
    [InlineData("a = .5", "1:5: \".5\" is not a number; a digit must stand before the point")]
    [InlineData("a = -0x1", "1:5: \"-0x1\" is not a number; only decimal numbers have a sign")]
    [InlineData("a = 10s", "1:5: \"10s\" is not a number; text needs quotes")]
    [InlineData("a = 9223372036854775808", "1:5: the integer \"9223372036854775808\" is out of range (-9223372036854775808 to 9223372036854775807)")]
    [InlineData("a = 0x8000000000000000", "1:5: the integer \"0x8000000000000000\" is out of range (-9223372036854775808 to 9223372036854775807)")]
    [InlineData("a = 1e999", "1:5: the float \"1e999\" is out of range")]
    [InlineData("a = 2023-02-29", "1:5: \"2023-02-29\" does not exist: the day must be 1 to 28")]
    [InlineData("a = 24:00:00", "1:5: \"24:00:00\" does not exist: the hour must be 0 to 23")]
    [InlineData("a = 2000-01-01T00:00:00+24:00", "1:5: \"2000-01-01T00:00:00+24:00\" does not exist: the offset's hour must be 0 to 23")]
    [InlineData("a = 2000-01-01T00:00:00-00:60", "1:5: \"2000-01-01T00:00:00-00:60\" does not exist: the offset's minute must be 0 to 59")]
    [InlineData("a = 12:30:00 5", "1:14: expected the end of the line, found '5'")]
    [InlineData("a = 12:30", "1:5: \"12:30\" is not a date or time; expected YYYY-MM-DD, HH:MM:SS or YYYY-MM-DDTHH:MM:SS[Z|+HH:MM]")]
    [InlineData("a = \"x\nb = 1", "1:5: the string is not closed on its line; text of several lines stands in \"\"\" or '''")]
    [InlineData("a = 'x", "1:5: the string is not closed before the end of the file")]
    [InlineData("a = \"\"\"x\ny", "1:5: the string is not closed before the end of the file")]
    [InlineData("a = \"C:\\dir\"", "1:8: \\ before 'd' is not an escape; write a backslash as \\\\, or use a 'literal' string")]
    [InlineData("a = \"\\u12\"", "1:6: \\u needs 4 hexadecimal digits")]
    [InlineData("a = \"\\uD800\"", "1:6: U+D800 is not a Unicode character")]
    [InlineData("a = \"x\u0001\"", "1:7: the control character U+0001 is not allowed in a string; write it as an escape")]
    [InlineData("a = 1 # \u0007", "1:9: the control character U+0007 is not allowed in a comment")]
    [InlineData("a = 1 # x\r", "1:10: the control character U+000D is not allowed in a comment")]
    [InlineData("a = [1, 2\nb = 3", "2:1: expected \",\" or \"]\" in the array, found 'b'")]
    [InlineData("a = [1,\n", "1:5: the array is not closed; expected \"]\" before the end of the file")]
    [InlineData("a = {b = 1\n}", "1:11: expected \",\" or \"}\" in the inline table, found the end of the line; an inline table stands on one line")]
    [InlineData("a = {b = 1,}", "1:12: an inline table cannot end with a comma")]
    [InlineData("a = 1\n\na = 2", "3:1: key \"a\" is defined twice (first at 1:1)")]
    [InlineData("[a]\n[b]\n[a]", "3:2: table \"a\" is defined twice (first at 1:1)")]
    [InlineData("[a.b]\n[a]\n[a]", "3:2: table \"a\" is defined twice (first at 2:1)")]
    [InlineData("a = {}\n[a.b]", "2:2: cannot add to \"a\": it is an inline table (first at 1:1)")]
    [InlineData("[a]\n[[a]]", "2:3: cannot append a table to \"a\": it is a table (first at 1:1)")]
    [InlineData("a = [1]\n[[a]]", "2:3: cannot append a table to \"a\": it is an array (first at 1:1)")]
    [InlineData("[[a]]\n[a]", "2:2: array of tables \"a\" is defined twice (first at 1:3)")]
    [InlineData("[a.b]\n[a]\nb.c = 1", "3:1: cannot add to \"b\": the table is defined by its own header (first at 1:1)")]
    [InlineData("[[a.b]]\n[a]\nb.c = 1", "3:1: cannot add to \"b\": it is an array of tables (first at 1:5)")]
    [InlineData("a = 'é😀' b", "1:11: expected the end of the line, found 'b'")]
    [InlineData("a = 1\r\nb = \r\n", "2:5: expected a value, found the end of the line")]
    public void A_problem_is_told_at_its_place(string text, string expected) => Assert.Equal([expected], Parsed.Toml(text).Problems);

    [Fact]
    public void Problems_of_meaning_are_all_found_at_once_in_the_order_of_the_file()
    {
        var parsed = Parsed.Toml("""
            a = 1
            a = 99999999999999999999
            b = "\q"
            [t]
            [t]
            x = 2021-13-01
            x = 3
            """);

        Assert.Equal(
            ["2:1", "2:5", "3:6", "5:2", "6:5", "7:1"],
            parsed.Problems.Select(p => string.Join(':', p.Split(':')[..2])));
        Assert.NotNull(parsed.Root);
    }

    [Fact]
    public void An_error_of_form_gives_no_tree() => Assert.Null(Parsed.Toml("a = 1\nb = ").Root);

    [Theory]
    [InlineData(new byte[] { (byte)'a', (byte)'=', (byte)'"', 0xC3, 0x28, (byte)'"' }, "1:4: the file is not valid UTF-8 (byte 0xC3)")]
    [InlineData(new byte[] { (byte)'\n', 0x80 }, "2:1: the file is not valid UTF-8 (byte 0x80)")]
    [InlineData(new byte[] { 0xFF, 0xFE, (byte)'a', 0 }, "1:1: the file is not valid UTF-8 (byte 0xFF); it looks like UTF-16, save it as UTF-8")]
    [InlineData(new byte[] { (byte)'a', 0xED, 0xA0, 0x80 }, "1:2: the file is not valid UTF-8 (byte 0xED)")]
    [InlineData(new byte[] { (byte)'a', 0xF0, 0x9F }, "1:2: the file is not valid UTF-8 (byte 0xF0)")]
    public void Broken_UTF8_is_refused_at_its_place(byte[] bytes, string expected) => Assert.Equal([expected], Parsed.Toml(bytes).Problems);
}
