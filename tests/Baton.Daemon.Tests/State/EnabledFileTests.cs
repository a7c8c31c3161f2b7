using Baton.Core;
using Baton.Daemon.State;
using Baton.TestKit;

namespace Baton.Daemon.Tests.State;

public sealed class EnabledFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_is_written_is_read_back_and_nothing_else_is_left()
    {
        EnabledFile.Write(_folder.Path, new Dictionary<string, bool> { ["web"] = false, ["api"] = true });
        var (services, problem) = EnabledFile.Read(_folder.Path);
        Assert.Null(problem);
        Assert.Equal([("api", true), ("web", false)], services.OrderBy(s => s.Key).Select(s => (s.Key, s.Value)));
        Assert.Equal(["enabled.json"], Directory.GetFiles(_folder.Path).Select(Path.GetFileName));
    }

    [Fact]
    public void Without_a_file_nothing_was_said()
    {
        var (services, problem) = EnabledFile.Read(_folder.Path);
        Assert.Empty(services);
        Assert.Null(problem);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("""{"services":{}}""")]
    [InlineData("""{"version":2,"services":{}}""")]
    [InlineData("""{"version":"1","services":{}}""")]
    [InlineData("""{"version":1,"services":[]}""")]
    [InlineData("""{"version":1,"services":{},"more":1}""")]
    [InlineData("""{"version":1,"services":{"web":"no"}}""")]
    [InlineData("""{"version":1,"services":{"../web":true}}""")]
    [InlineData("""{"version":1,"services":{"web":true,"web":false}}""")]
    [InlineData("""{"version":1,"services":{"\ud800":true}}""")]
    [InlineData("""{"version":1,"\ud800":{}}""")]
    public void A_file_that_is_not_as_written_is_set_aside_whole_and_that_is_told(string text)
    {
        _folder.Write("enabled.json", text);
        var (services, problem) = EnabledFile.Read(_folder.Path);
        Assert.Empty(services);
        Assert.Contains("set aside", problem, StringComparison.Ordinal);
        Assert.Equal(text, File.ReadAllText(_folder["enabled.json.broken"]));
        Assert.Null(EnabledFile.Read(_folder.Path).Problem);
    }

    [Fact]
    public void Bytes_that_are_no_text_are_set_aside_too()
    {
        File.WriteAllBytes(_folder["enabled.json"], [.. "{\"version\":1,\"services\":{\"we"u8, 0xFF, .. "b\":true}}"u8]);
        Assert.Contains("set aside", EnabledFile.Read(_folder.Path).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_written_is_an_error_and_leaves_what_was_there()
    {
        EnabledFile.Write(_folder.Path, new Dictionary<string, bool> { ["web"] = false });
        // A folder in the way of the new file: what a full disk does, for root too.
        Directory.CreateDirectory(_folder["enabled.json.new"]);
        var error = Assert.Throws<BatonException>(() => EnabledFile.Write(_folder.Path, new Dictionary<string, bool> { ["web"] = true }));
        Assert.Equal(ErrorCode.Unavailable, error.Code);
        Assert.False(EnabledFile.Read(_folder.Path).Services["web"]);
    }
}
