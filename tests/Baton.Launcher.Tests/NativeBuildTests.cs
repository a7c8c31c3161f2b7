namespace Baton.Launcher.Tests;

public sealed class NativeBuildTests : IDisposable
{
    private readonly Checkout _checkout = new();

    public NativeBuildTests()
    {
        // The linker is stood in for: what it links is looked at by nobody here.
        foreach (var name in (string[])["clang", "ld", "objcopy"]) File.CreateSymbolicLink(_checkout[$"../bin/{name}"], "/bin/true");
    }

    private string Program => _checkout["artifacts/native/baton"];

    public void Dispose() => _checkout.Dispose();

    [Fact]
    public async Task It_builds_for_the_newest_framework_and_says_where_the_executable_is()
    {
        var run = await BuildAsync();

        Assert.Equal((0, $"{Program}\n"), (run.ExitCode, run.Output));
        Assert.True(File.Exists(Program));
        Assert.Contains("-p:BatonTargetFramework=net10.0", Published(), StringComparison.Ordinal);
        Assert.DoesNotContain("out of support", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_the_parts_for_it_in_the_registry_it_builds_for_NET_9_and_says_that_it_is_out_of_support()
    {
        var run = await BuildAsync("no-native-10");

        Assert.Equal(0, run.ExitCode);
        Assert.True(File.Exists(Program));
        Assert.Contains("-p:BatonTargetFramework=net9.0", Published(), StringComparison.Ordinal);
        Assert.Contains("building for net9.0 instead. .NET 9 is out of support", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("no-native", "no native executable can be built with this package registry")]
    [InlineData("no-registry", "NU1301: Unable to load the service index")]
    [InlineData("build-fails", "this is the compiler's word")]
    public async Task What_cannot_be_built_fails_and_is_explained(string trouble, string reason)
    {
        var run = await BuildAsync(trouble);

        Assert.Equal((1, ""), (run.ExitCode, run.Output));
        Assert.Contains(reason, run.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(Program));
    }

    [Fact]
    public async Task Nothing_is_built_again_until_a_source_changes()
    {
        await BuildAsync();
        File.SetLastWriteTimeUtc(_checkout["src/Baton/Program.cs"], DateTime.UnixEpoch);
        await BuildAsync();
        Assert.Equal(1, _checkout.PublishCount);

        _checkout.Write("src/Baton/Program.cs", "second");
        await BuildAsync();

        Assert.Equal(2, _checkout.PublishCount);
        Assert.Contains("second", File.ReadAllText(Program), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failed_build_leaves_the_executable_and_is_tried_again()
    {
        await BuildAsync();
        _checkout.Write("src/Baton/Program.cs", "second");
        await BuildAsync("build-fails");
        Assert.Contains("first", File.ReadAllText(Program), StringComparison.Ordinal);

        await BuildAsync();

        Assert.Contains("second", File.ReadAllText(Program), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Missing_tools_are_named_with_their_packages_and_nothing_is_built()
    {
        foreach (var name in (string[])["clang", "ld", "objcopy"]) File.Delete(_checkout[$"../bin/{name}"]);
        foreach (var name in (string[])["bash", "env", "readlink", "dirname", "find", "mkdir", "flock", "tail", "sort", "xargs", "sha256sum"])
            File.CreateSymbolicLink(_checkout[$"../bin/{name}"], $"/usr/bin/{name}");

        var run = await Checkout.RunAsync(_checkout.Start(_checkout["build.sh"], ["native"], ("PATH", _checkout["../bin"])));

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("packages are missing: clang binutils", run.Error, StringComparison.Ordinal);
        Assert.Equal(0, _checkout.PublishCount);
    }

    [Theory]
    [InlineData]
    [InlineData("windows")]
    public async Task Called_otherwise_it_says_what_it_does(params string[] arguments)
    {
        var run = await Checkout.RunAsync(_checkout.Start(_checkout["build.sh"], arguments));

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("./build.sh native   one native executable", run.Error, StringComparison.Ordinal);
    }

    private Task<Outcome> BuildAsync(string trouble = "") =>
        Checkout.RunAsync(_checkout.Start(_checkout["build.sh"], ["native"], ("FAKE_TROUBLE", trouble)));

    private string Published() => File.ReadAllLines(_checkout["../notes"])[^1];
}
