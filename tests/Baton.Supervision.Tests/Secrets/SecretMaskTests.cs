using Baton.Supervision.Secrets;

namespace Baton.Supervision.Tests.Secrets;

public class SecretMaskTests
{
    private static readonly SecretMask Mask = new(new Dictionary<string, string>
    {
        ["API_TOKEN"] = "s3cr3t-value",
        ["DB_PASSWORD"] = "s3cr3t-v",
        ["PIN_KEY"] = "42",
        ["DB_PASS"] = "hunter2",
        ["MAX_TOKENS"] = "8000",
        ["AUTH_CACHE_BYTES"] = "107374182400",
        ["TOKEN_SHARE"] = "-0.12345678",
        ["CARD_KEY"] = "4929111122223333",
        ["AUTH_ENABLED"] = "true",
        ["AUTH_MODE"] = "disabled",
        ["COLOUR"] = "green",
    });

    [Theory]
    [InlineData("API_KEY", true)]
    [InlineData("github_token", true)]
    [InlineData("ClientSecret", true)]
    [InlineData("DB_PASS", true)]
    [InlineData("AWS_CREDENTIALS_FILE", true)]
    [InlineData("PROXY_AUTH", true)]
    [InlineData("COLOUR", false)]
    [InlineData("PATH", false)]
    public void A_name_says_whether_its_value_is_a_secret(string name, bool isSecret) => Assert.Equal(isSecret, SecretMask.IsSecret(name));

    [Theory]
    [InlineData("curl -H 'X: s3cr3t-value' /", "curl -H 'X: ••••••' /")]
    [InlineData("s3cr3t-v and s3cr3t-value", "•••••• and ••••••")]
    [InlineData("listens on 8000 for 107374182400 of -0.12345678 with hunter2, disabled", "listens on 8000 for 107374182400 of -0.12345678 with hunter2, disabled")]
    [InlineData("4929111122223333", "••••••")]
    [InlineData("sh -c 'DB_PASS=hunter2 MAX_TOKENS=8000 PIN_KEY=\"42\" run 8000'", "sh -c 'DB_PASS=•••••• MAX_TOKENS=•••••• PIN_KEY=\"••••••\" run 8000'")]
    [InlineData("{\"MAX_TOKENS\": 8000, \"MAX_TOKENS\": 80000}", "{\"MAX_TOKENS\": ••••••, \"MAX_TOKENS\": 80000}")]
    [InlineData("MAX_TOKENS= MAX_TOKENS=8000 MAX_TOKENS", "MAX_TOKENS= MAX_TOKENS=•••••• MAX_TOKENS")]
    [InlineData("command = [\"x\", \"--token\", \"open-sesame\"]", "command = [\"x\", \"--token\", \"••••••\"]")]
    [InlineData("command = \"x --api-key open-sesame --verbose\"", "command = \"x --api-key •••••• --verbose\"")]
    [InlineData("# API_TOKEN = \"sk-old\" # gone", "# API_TOKEN = \"••••••\" # gone")]
    [InlineData("it is true that 42 is green, AUTH_MODE=disabled", "it is true that 42 is green, AUTH_MODE=••••••")]
    [InlineData("postgres://bob:hunter2@db/app", "postgres://bob:••••••@db/app")]
    [InlineData("postgres://bob:hun@ter2@db/app is away", "postgres://bob:••••••@db/app is away")]
    [InlineData("postgres://bob:hun/ter2@db/app", "postgres://bob:••••••@db/app")]
    [InlineData("run --api-token=hunter2 --port=80", "run --api-token=•••••• --port=80")]
    [InlineData("${DB_PASSWORD:-hunter2}/${HOST:-local}", "${DB_PASSWORD:-••••••}/${HOST:-local}")]
    [InlineData("Authorization: Bearer abc.def-123", "Authorization: Bearer ••••••")]
    [InlineData("https://ghp_abc123@example.org/x", "https://••••••@example.org/x")]
    [InlineData("ssh://git@example.org/x", "ssh://git@example.org/x")]
    [InlineData("GET http://a/b?page=2&api_key=hunter2&x=1 took 3 ms", "GET http://a/b?page=2&api_key=••••••&x=1 took 3 ms")]
    [InlineData("http://a/b?token=hunter2#top", "http://a/b?token=••••••#top")]
    [InlineData("HTTP 503 after 210 ms", "HTTP 503 after 210 ms")]
    public void Secrets_are_masked_wherever_they_stand(string text, string shown) => Assert.Equal(shown, Mask.Apply(text));

    [Theory]
    [InlineData("...t-value and more", "...•••••• and more")]
    [InlineData("...value and more", "...value and more")]
    [InlineData("it said s3cr3t-va…", "it said ••••••…")]
    [InlineData("it said s3cr3t-va", "it said ••••••")]
    [InlineData("t-value x s3cr3t-valu", "•••••• x ••••••")]
    [InlineData("-value", "••••••")]
    [InlineData("ue is what is left", "ue is what is left")]
    [InlineData("all of s3cr3t-value", "all of ••••••")]
    [InlineData("...", "...")]
    [InlineData("", "")]
    public void What_a_cut_has_left_of_a_secret_at_the_ends_of_a_text_is_masked_too(string text, string shown) => Assert.Equal(shown, Mask.ApplyToExcerpt(text));

    [Fact]
    public void Each_line_of_a_secret_of_several_lines_is_one()
    {
        var mask = new SecretMask(new Dictionary<string, string> { ["TLS_KEY"] = "-----BEGIN KEY-----\nMIIEvQIBADANBg\nab==\n-----END KEY-----\n" });
        Assert.Equal(["•••••• | ••••••", "x MIIE", "ab=="], new[] { "-----BEGIN KEY----- | MIIEvQIBADANBg", "x MIIE", "ab==" }.Select(mask.Apply));
    }

    [Theory]
    [InlineData("ab\"cd\\ef/gh", """ab\"cd\\ef/gh""")]
    [InlineData("ab\"cd\\ef/gh", """ab\"cd\\ef\/gh""")]
    [InlineData("ab\"cd\\ef/gh", """ab\u0022cd\\ef/gh""")]
    [InlineData("a\"b\\", """a\"b\\""")]
    [InlineData("\"b\"", "\\\"b\\\"")]
    [InlineData("a<é>", """a\u003C\u00E9\u003E""")]
    [InlineData("one line\nanother", """one line\nanother""")]
    [InlineData("Disabled", "Disabled")]
    public void A_secret_is_masked_as_strings_of_JSON_write_it_too(string secret, string written)
    {
        var mask = new SecretMask(new Dictionary<string, string> { ["JS_PASS"] = secret });
        Assert.Equal("""{"JS_PASS":"••••••","x":1}""", mask.Apply($$"""{"JS_PASS":"{{written}}","x":1}"""));
        Assert.Equal("""{\"JS_PASS\": \"••••••\"}""", mask.Apply($$"""{\"JS_PASS\": \"{{written}}\"}"""));
    }

    [Fact]
    public void The_word_behind_an_option_that_is_named_so_is_masked() =>
        Assert.Equal(["run", "--password", "••••••", "--name", "x", "--token", "--more"], Mask.Apply((IReadOnlyList<string>)["run", "--password", "hunter2", "--name", "x", "--token", "--more"]));
}
