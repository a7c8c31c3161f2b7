using System.Text;
using Baton.Manifest.Binding;
using Baton.Manifest.Text;
using Baton.Manifest.Toml;
using Baton.Manifest.Tree;

namespace Baton.Manifest.Tests;

/// <summary>Problems of a manifest are shown to many; what it holds of secrets is not.</summary>
public class SecretMessageTests
{
    [Theory]
    [InlineData("API_TOKEN = Zsupersecretvalue9", "1:13: expected a value, found ••••••; text needs quotes")]
    [InlineData("db.password = 12supersecret", "1:15: •••••• is not a number; text needs quotes")]
    [InlineData("api_key = 99999999999999999999", "1:11: the integer •••••• is out of range (-9223372036854775808 to 9223372036854775807)")]
    [InlineData("api_key = 1e999", "1:11: the float •••••• is out of range")]
    [InlineData("api_key = 2023-02-29", "1:11: •••••• does not exist: the day must be 1 to 28")]
    [InlineData("api_key = 2023-x", "1:11: •••••• is not a date or time; expected YYYY-MM-DD, HH:MM:SS or YYYY-MM-DDTHH:MM:SS[Z|+HH:MM]")]
    [InlineData("tokens = [\n  Zsupersecret\n]", "2:3: expected a value, found ••••••; text needs quotes")]
    [InlineData("env = { A = 1, API_TOKEN = Zsupersecret }", "1:28: expected a value, found ••••••; text needs quotes")]
    [InlineData("secrets = { A = Zsupersecret }", "1:17: expected a value, found ••••••; text needs quotes")]
    [InlineData("[secrets]\na = Zsupersecret", "2:5: expected a value, found ••••••; text needs quotes")]
    [InlineData("[secrets]\na = 1\n[b]\na = plain", "4:5: expected a value, found \"plain\"; text needs quotes")]
    [InlineData("env = { API_TOKEN = \"x\", B = plain }", "1:30: expected a value, found \"plain\"; text needs quotes")]
    [InlineData("http = http://user:supersecret@host/", "1:8: expected a value, found \"http://••••••@host/\"; text needs quotes")]
    public void What_stands_behind_a_secret_key_of_TOML_is_not_repeated(string text, string problem) =>
        Assert.Equal([problem], Parsed.Toml(text).Problems);

    [Theory]
    [InlineData("""{"API_TOKEN": 99999999999999999999}""", "1:15: the integer •••••• is out of range (-9223372036854775808 to 9223372036854775807)")]
    [InlineData("""{"tokens": {"a": [1e999]}}""", "1:19: the number •••••• is out of range")]
    [InlineData("""{"token": {"a": 1}, "b": 1e999}""", "1:26: the number \"1e999\" is out of range")]
    public void What_stands_behind_a_secret_key_of_JSON_is_not_repeated(string text, string problem) =>
        Assert.Equal([problem], Parsed.Json(text).Problems);

    [Theory]
    [InlineData("${NOPE:?supersecretvalue}", "${NOPE:…}")]
    [InlineData("${NOPE-supersecretvalue}", "${NOPE-…}")]
    [InlineData("${A B:-supersecretvalue}", "${A B:…}")]
    [InlineData("${A B}", "${A B}")]
    public void A_default_that_is_written_wrongly_is_not_repeated(string text, string shown)
    {
        var diagnostics = new Diagnostics();
        var root = TomlReader.Read("baton.toml", Encoding.UTF8.GetBytes($"a = '{text}'"), diagnostics)!;
        Assert.Null(new TableReader(root, diagnostics) { Interpolation = new Interpolation(_ => null) }.OptionalString("a"));
        Assert.StartsWith($"\"{shown}\" is neither ", Assert.Single(diagnostics.All).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://user:pass@host:99999/", "http://••••••@host:99999/")]
    [InlineData("http://user:p@s/s?@host/health", "http://••••••@host/health")]
    [InlineData("redis://:a-password-that-is-much-longer-than-what-messages-show@host", "redis://••••••@host")]
    [InlineData("user:pass@host", "••••••@host")]
    [InlineData("http://host:x/?token=supersecret", "http://host:x/?••••••")]
    [InlineData("http://host:x/", "http://host:x/")]
    [InlineData("web@1", "web@1")]
    public void Of_an_address_neither_password_nor_parameters_are_shown(string text, string shown) => Assert.Equal($"\"{shown}\"", Quoted.Text(text));
}
