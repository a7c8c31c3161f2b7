namespace Baton.Supervision.Tests.Manifests;

/// <summary>Which files a service follows.</summary>
public sealed class WatchKeysTests : IDisposable
{
    private readonly ManifestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Files_are_those_of_the_project_and_a_reload_command_may_go_with_them()
    {
        _folder.Write("src/a.py", "");
        var service = _folder.Native("services.a = { command = [\"a\"], watch = { paths = [\"src/*.py\"], debounce_ms = 5 }, reload_command = [\"again\"] }").Single();
        Assert.Equal((_folder.Path, TimeSpan.FromMilliseconds(5)), (service.Watch!.Files.Base, service.Watch.Debounce));
        Assert.NotNull(service.Reload.Command);
    }

    [Theory]
    [InlineData("paths = [\"src/*.py\"]", "matches \"src/*.py\"")]
    [InlineData("paths = [\"../x\"]", "\"../x\" must not leave the project")]
    [InlineData("paths = []", "\"watch\" needs \"paths\"")]
    [InlineData("ignore = [\"x\"]", "\"watch\" needs \"paths\"")]
    [InlineData("paths = [\"\"]", "the string must not be empty")]
    public void What_cannot_be_followed_is_told(string keys, string problem) =>
        Assert.Contains(problem, Assert.Single(_folder.NativeProblems($"services.a = {{ command = [\"a\"], watch = {{ {keys} }} }}")), StringComparison.Ordinal);
}
