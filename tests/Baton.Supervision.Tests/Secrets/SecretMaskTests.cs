using Baton.Supervision.Secrets;

namespace Baton.Supervision.Tests.Secrets;

public class SecretMaskTests
{
    private static readonly SecretMask Mask = new(new Dictionary<string, string>
    {
        ["API_TOKEN"] = "s3cr3t-value",
        ["DB_PASSWORD"] = "s3cr3t",
        ["PIN_KEY"] = "42",
        ["AUTH_ENABLED"] = "true",
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
    [InlineData("s3cr3t and s3cr3t-value", "•••••• and ••••••")]
    [InlineData("command = [\"x\", \"--token\", \"open-sesame\"]", "command = [\"x\", \"--token\", \"••••••\"]")]
    [InlineData("command = \"x --api-key open-sesame --verbose\"", "command = \"x --api-key •••••• --verbose\"")]
    [InlineData("# API_TOKEN = \"sk-old\" # gone", "# API_TOKEN = \"••••••\" # gone")]
    [InlineData("it is true that 42 is green", "it is true that 42 is green")]
    [InlineData("postgres://bob:hunter2@db/app", "postgres://bob:••••••@db/app")]
    [InlineData("run --api-token=hunter2 --port=80", "run --api-token=•••••• --port=80")]
    [InlineData("${DB_PASSWORD:-hunter2}/${HOST:-local}", "${DB_PASSWORD:-••••••}/${HOST:-local}")]
    [InlineData("Authorization: Bearer abc.def-123", "Authorization: Bearer ••••••")]
    public void Secrets_are_masked_wherever_they_stand(string text, string shown) => Assert.Equal(shown, Mask.Apply(text));

    [Fact]
    public void The_word_behind_an_option_that_is_named_so_is_masked() =>
        Assert.Equal(["run", "--password", "••••••", "--name", "x", "--token", "--more"], Mask.Apply((IReadOnlyList<string>)["run", "--password", "hunter2", "--name", "x", "--token", "--more"]));
}
