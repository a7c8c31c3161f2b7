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

    private static async Task FailsAsync(HostFixture host, Launch launch, string reason)
    {
        var id = host.Spawn(launch, run: host.Host.LastRun("svc") + 1 + host.Events.Of<ProcessEvent.SpawnFailed>().Count());
        var failed = await host.Events.FirstAsync<ProcessEvent.SpawnFailed>(e => e.Id == id);
        Assert.Contains(reason, failed.Reason, StringComparison.Ordinal);
    }
}
