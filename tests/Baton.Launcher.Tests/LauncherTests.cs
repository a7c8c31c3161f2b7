using Baton.TestKit;

namespace Baton.Launcher.Tests;

public sealed class LauncherTests : IDisposable
{
    private readonly Checkout _checkout = new();

    public void Dispose() => _checkout.Dispose();

    [Fact]
    public async Task The_first_call_builds_and_becomes_the_program()
    {
        var run = await _checkout.RunAsync("up", "a folder");

        Assert.Equal(0, run.ExitCode);
        // The same process: a signal to the launcher is a signal to the program.
        Assert.Contains($"pid {run.Pid}\n", run.Output, StringComparison.Ordinal);
        Assert.Contains("argument up\nargument a folder\n", run.Output, StringComparison.Ordinal);
        Assert.Matches("limit ([0-9]+|unlimited)\n", run.Output);
        Assert.Equal("building Baton (the first time takes about half a minute) ...\n", run.Error);
    }

    [Fact]
    public async Task Without_a_change_nothing_is_built_and_nothing_said()
    {
        await _checkout.RunAsync();

        var run = await _checkout.RunAsync();

        Assert.Equal(1, _checkout.PublishCount);
        Assert.Empty(run.Error);
    }

    [Theory]
    [InlineData("src/Baton/Program.cs", "second")]
    [InlineData("src/Baton/Added.cs", "more")]
    [InlineData("Directory.Packages.props", "<Project />")]
    [InlineData("global.json", "{ }")]
    public async Task A_changed_or_added_file_is_built(string file, string text)
    {
        await _checkout.RunAsync();

        _checkout.Write(file, text);
        await _checkout.RunAsync();

        Assert.Equal(2, _checkout.PublishCount);
    }

    [Fact]
    public async Task A_deleted_file_is_built_away()
    {
        _checkout.Write("src/Baton/Zulu.cs", "-and-zulu");
        Assert.Contains("source first-and-zulu", (await _checkout.RunAsync()).Output, StringComparison.Ordinal);

        File.Delete(_checkout["src/Baton/Zulu.cs"]);

        Assert.Contains("source first\n", (await _checkout.RunAsync()).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failed_build_shows_its_output_runs_nothing_and_is_tried_again()
    {
        await _checkout.RunAsync();
        _checkout.Write("src/Baton/Program.cs", "second");

        var failed = await _checkout.RunInTroubleAsync("build-fails");

        Assert.Equal(1, failed.ExitCode);
        Assert.Empty(failed.Output);
        Assert.Contains("this is the compiler's word", failed.Error, StringComparison.Ordinal);
        Assert.Single(_checkout.Builds);
        Assert.Contains("source second\n", (await _checkout.RunAsync()).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_launcher_killed_in_its_build_leaves_nothing_that_the_next_would_run()
    {
        // In a group of its own, all of which is killed.
        var killed = await Checkout.RunAsync(_checkout.Start("/usr/bin/setsid", ["--wait", _checkout["baton"]], ("FAKE_TROUBLE", "build-hangs")));
        Assert.NotEqual(0, killed.ExitCode);
        var half = Assert.Single(_checkout.Builds);

        var next = await _checkout.RunAsync();

        Assert.Contains("source first\n", next.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(half, _checkout.Builds);
    }

    [Fact]
    public async Task Launchers_at_once_build_once()
    {
        var runs = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => _checkout.RunAsync()));

        Assert.All(runs, run => Assert.Contains("source first\n", run.Output, StringComparison.Ordinal));
        Assert.Equal(1, _checkout.PublishCount);
    }

    [Fact]
    public async Task A_build_that_a_daemon_runs_from_is_kept_while_it_does()
    {
        using var daemon = _checkout.Start(_checkout["baton"], ["1000"], ("FAKE_PROGRAM", "/usr/bin/sleep"));
        var program = $"/proc/{daemon.Id}/exe";
        await Eventually.HoldsAsync(
            () => File.ResolveLinkTarget(program, false)!.FullName.StartsWith(_checkout.Root, StringComparison.Ordinal), "the launcher became the program");
        var used = Assert.Single(_checkout.Builds);
        await BuildAsync(times: 3);
        Assert.Equal(3, _checkout.Builds.Count);
        Assert.Contains(used, _checkout.Builds);

        daemon.Kill();
        await daemon.WaitForExitAsync();
        await BuildAsync(times: 1);

        Assert.Equal(2, _checkout.Builds.Count);
        Assert.DoesNotContain(used, _checkout.Builds);
    }

    [Fact]
    public async Task It_works_through_a_link()
    {
        File.CreateSymbolicLink(_checkout["../link"], _checkout["baton"]);

        var run = await Checkout.RunAsync(_checkout.Start(_checkout["../link"], ["ps"]));

        Assert.Contains("argument ps\n", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, "the .NET SDK found is too old (8.0.100)")]
    [InlineData(false, "the program \"dotnet\" is not on the PATH")]
    public async Task Without_a_fitting_SDK_it_says_what_to_install(bool isOld, string reason)
    {
        if (!isOld) File.Delete(_checkout["../bin/dotnet"]);

        // Where the machine's own SDK lies in /usr/bin, it would be found: only what the launcher calls is on this PATH.
        foreach (var name in (string[])["bash", "env", "readlink", "dirname", "find", "mkdir", "flock", "tail"])
        {
            if (!File.Exists(_checkout[$"../bin/{name}"])) File.CreateSymbolicLink(_checkout[$"../bin/{name}"], $"/usr/bin/{name}");
        }

        var run = await Checkout.RunAsync(_checkout.Start(_checkout["baton"], [], ("PATH", _checkout["../bin"]), ("FAKE_TROUBLE", "old")));

        Assert.Equal(1, run.ExitCode);
        Assert.Contains(reason, run.Error, StringComparison.Ordinal);
        Assert.Contains("install the .NET SDK 10", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_the_ReadyToRun_compiler_cannot_be_had_it_builds_without_and_says_so()
    {
        var run = await _checkout.RunInTroubleAsync("no-ready-to-run");

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("the ReadyToRun compiler cannot be restored", run.Error, StringComparison.Ordinal);
        Assert.Contains("PublishReadyToRun=false", await File.ReadAllTextAsync(_checkout["../notes"]), StringComparison.Ordinal);
    }

    private async Task BuildAsync(int times)
    {
        for (var i = 0; i < times; i++)
        {
            _checkout.Write("src/Baton/Program.cs", $"build {i} of {times} for {_checkout.PublishCount}");
            await _checkout.RunAsync();
        }
    }
}
