using System.Text;
using Baton.Control.Access;
using Baton.Core;
using Baton.Daemon.Access;
using Baton.Processes.Accounts;
using Baton.TestKit;

namespace Baton.Daemon.Tests.Access;

public sealed class TokenFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_line_names_a_token_and_its_role_or_is_a_token_that_may_operate()
    {
        var (tokens, problems) = Lines("# for the robots\n\nops operate s3cret-1\r\n\teyes  read\ts3cret-2\ns3cret-3\n  # end\n");
        Assert.Empty(problems);
        Assert.Equal(["ops Operate", "eyes Read", "line 5 Operate"], tokens.Select(token => $"{token.Name} {token.Role}"));
        var set = new TokenSet(tokens);
        Assert.Equal(["ops", "eyes", "line 5", null], new[] { "s3cret-1", "s3cret-2", "s3cret-3", "s3cret-4" }.Select(text => set.Find(text)?.Name));
    }

    [Theory]
    [InlineData("ops operate", "write NAME ROLE TOKEN, or the token alone")]
    [InlineData("ops operate s3cret more", "write NAME ROLE TOKEN, or the token alone")]
    [InlineData("ops admin s3cret", "the second word must be the role: read or operate")]
    [InlineData("../ops read s3cret", "the name is not one: ")]
    [InlineData("ops read s3crét", "the token must be of letters, digits and signs of ASCII")]
    public void A_bad_line_is_told_with_its_place_and_without_what_may_be_a_token(string line, string problem)
    {
        var (_, problems) = Lines($"# tokens\n{line}\n");
        Assert.StartsWith($"/t:2: {problem}", Assert.Single(problems), StringComparison.Ordinal);
        Assert.DoesNotContain("s3cr", problems[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Names_and_tokens_that_stand_there_twice_a_file_without_tokens_and_one_with_too_many_are_refused()
    {
        Assert.Equal("/t:2: the name \"a\" stands there twice", Assert.Single(Lines("a read x\na operate y\n").Problems));
        Assert.Equal("/t:2: the token of this line stands there twice", Assert.Single(Lines("a read x\nb operate x\n").Problems));
        Assert.StartsWith("/t:1: there is no token in it", Assert.Single(Lines("# nothing\n").Problems), StringComparison.Ordinal);
        Assert.Equal("/t:1001: there are more than 1000 tokens", Assert.Single(Lines(string.Concat(Enumerable.Range(0, 1001).Select(i => $"token-{i}\n"))).Problems));
        Assert.StartsWith("/t:1: the token is longer", Assert.Single(Lines(new string('x', 513)).Problems), StringComparison.Ordinal);
        Assert.Equal(20, Lines(string.Concat(Enumerable.Repeat("a b\n", 100))).Problems.Count);
    }

    [Theory]
    [InlineData(UnixFileMode.GroupRead)]
    [InlineData(UnixFileMode.OtherRead)]
    [InlineData(UnixFileMode.GroupWrite)]
    public void A_file_that_others_may_read_or_write_is_refused_with_how_to_mend_it(UnixFileMode more)
    {
        var path = _folder.Write("tokens", "ops operate s3cret\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | more);
        Assert.EndsWith($"others than its owner may read or write it; mend it with: chmod 600 {path}", Refused(path), StringComparison.Ordinal);
        // A link is no way around it.
        File.CreateSymbolicLink(_folder["link"], path);
        Assert.Contains("chmod 600", Refused(_folder["link"]), StringComparison.Ordinal);
        File.SetUnixFileMode(path, UnixFileMode.UserRead);
        Assert.Equal("ops", Assert.Single(TokenFile.Read(_folder["link"], SystemAccounts.OwnUser)).Name);
    }

    [Fact]
    public void A_file_that_is_missing_or_none_or_of_another_user_is_refused()
    {
        var path = _folder.Write("tokens", "ops operate s3cret\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Assert.Equal($"cannot use token file \"{path}x\": it does not exist", Refused(path + "x"));
        Assert.Contains("it is no regular file", Refused(_folder.Path), StringComparison.Ordinal);
        // Root may give files to everybody; what is root's own is good.
        if (SystemAccounts.OwnUser != 0) Assert.Contains("belongs to another user", Assert.Throws<BatonException>(() => TokenFile.Read(path, SystemAccounts.OwnUser + 1)).Message, StringComparison.Ordinal);
    }

    private static string Refused(string path)
    {
        var e = Assert.Throws<BatonException>(() => TokenFile.Read(path, SystemAccounts.OwnUser));
        Assert.Equal(ErrorCode.InvalidManifest, e.Code);
        return e.Message;
    }

    private static (IReadOnlyList<AccessToken> Tokens, IReadOnlyList<string> Problems) Lines(string text) => TokenLines.Read("/t", Encoding.UTF8.GetBytes(text));
}
