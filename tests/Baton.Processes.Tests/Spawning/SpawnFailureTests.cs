using Baton.TestKit;

namespace Baton.Processes.Tests.Spawning;

public sealed class SpawnFailureTests
{
    private static readonly string[] Nothing = [];

    [Fact]
    public async Task Each_reason_why_a_program_cannot_start_is_told_in_words()
    {
        using var folder = new TemporaryFolder();
        await using var host = new HostFixture();
        var plain = folder.Write("plain", "text");
        var script = folder.Write("script", "#!/no/such/interpreter -x\n");
        File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        await FailsAsync(host, HostFixture.LaunchOf("no-such-program"), "program \"no-such-program\" was not found in PATH");
        await FailsAsync(host, HostFixture.LaunchOf("/no/such"), "program \"/no/such\" does not exist");
        await FailsAsync(host, HostFixture.LaunchOf("/bin/true") with { WorkingDirectory = "/no/folder" }, "working directory \"/no/folder\" does not exist");
        await FailsAsync(host, HostFixture.LaunchOf("true") with { WorkingDirectory = plain }, $"working directory \"{plain}\" is not a folder");
        await FailsAsync(host, HostFixture.LaunchOf(plain), $"\"{plain}\" is not executable");
        await FailsAsync(host, HostFixture.LaunchOf(folder.Path), "is a folder, not a program");
        await FailsAsync(host, HostFixture.LaunchOf(script), "its interpreter \"/no/such/interpreter\" does not exist");
        await FailsAsync(host, HostFixture.LaunchOf("/bin/true", "a\0b"), "argument 1 contains a zero character");
        await FailsAsync(host, HostFixture.LaunchOf(Nothing), "the command is empty");
        await FailsAsync(host, HostFixture.LaunchOf("/bin/true", new string('x', 3_000_000)), "too long");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_number_of_the_system_is_told_whatever_stands_before_the_program(bool isChained)
    {
        using var folder = new TemporaryFolder();
        await using var host = new HostFixture();
        var plain = folder.Write("plain", "text");
        var script = folder.Write("script", "#!/no/such/interpreter -x\n");
        var rubbish = folder.Write("rubbish", "exit 0\n");
        foreach (var path in new[] { script, rubbish }) File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        await NumberAsync(2, "no-such-program");
        await NumberAsync(2, "/no/such");
        await NumberAsync(2, "");
        await NumberAsync(2, script);
        await NumberAsync(13, plain);
        await NumberAsync(13, folder.Path);
        await NumberAsync(8, rubbish);
        await NumberAsync(null, "a\0b");

        async Task NumberAsync(int? number, string program)
        {
            var launch = HostFixture.LaunchOf(program) with { WorkingDirectory = folder.Path, UsesShell = false, Credentials = isChained ? new Credentials(Nice: 15) : null };
            Assert.Equal(number, (await FailedAsync(host, launch)).Errno);
        }
    }

    [Fact]
    public async Task A_script_without_a_first_line_is_run_by_the_shell()
    {
        using var folder = new TemporaryFolder();
        await using var host = new HostFixture();
        var script = folder.Write("script", "exit $1\n");
        File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var id = host.Spawn(HostFixture.LaunchOf("./script", "9") with { WorkingDirectory = folder.Path });
        Assert.Equal(9, (await host.Events.GoneAsync(id)).Status.Code);
    }

    [Fact]
    public async Task A_run_number_is_never_used_twice()
    {
        await using var host = new HostFixture();
        await host.Events.GoneAsync(host.Shell("exit 0", run: 5));
        host.Shell("exit 0", run: 5);
        var failed = await host.Events.FirstAsync<ProcessEvent.SpawnFailed>();
        Assert.Contains("used already", failed.Reason, StringComparison.Ordinal);
        Assert.Equal(5, host.Host.LastRun("svc"));
    }

    private static async Task FailsAsync(HostFixture host, Launch launch, string reason) =>
        Assert.Contains(reason, (await FailedAsync(host, launch)).Reason, StringComparison.Ordinal);

    private static async Task<ProcessEvent.SpawnFailed> FailedAsync(HostFixture host, Launch launch)
    {
        var id = host.Spawn(launch, run: host.Host.LastRun("svc") + 1 + host.Events.Of<ProcessEvent.SpawnFailed>().Count());
        return await host.Events.FirstAsync<ProcessEvent.SpawnFailed>(e => e.Id == id);
    }
}
