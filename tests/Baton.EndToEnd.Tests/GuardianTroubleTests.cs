using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Baton.TestKit;

namespace Baton.EndToEnd.Tests;

/// <summary>Things go wrong while the daemon is dead or cannot begin: nothing that runs may be lost, run twice or be left unseen. The real program throughout.</summary>
public sealed class GuardianTroubleTests
{
    private const string One = """
        [services.web]
        command = ["sleep", "600"]
        env = { PROJECT_MARK = "{mark}" }
        """;

    [Fact]
    public async Task An_up_that_fails_leaves_what_it_has_taken_over()
    {
        await using var project = new Project(One);
        var web = await UpAsync(project);
        var guardian = UpAndDownTests.GuardianOf(project);
        ProcessTable.Signal(guardian, 9);
        await Eventually.HoldsAsync(() => !ProcessTable.IsAlive(guardian), "its end");
        using var busy = new TcpListener(IPAddress.Loopback, 0);
        busy.Start();

        var (exitCode, _, errors) = await project.RunAsync("up", "-d", "--listen", string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{((IPEndPoint)busy.LocalEndpoint).Port}"));

        Assert.NotEqual(0, exitCode);
        Assert.Contains("cannot listen", errors, StringComparison.Ordinal);
        Assert.True(ProcessTable.IsAlive(web));
        Assert.Equal(web, await UpAsync(project));
        await project.DownAsync();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_daemon_that_finds_its_state_directory_deleted_ends_everything(bool isAllDeleted)
    {
        await using var project = new Project(One);
        var web = await UpAsync(project);
        var guardian = UpAndDownTests.GuardianOf(project);
        var daemon = await project.DaemonAsync();
        ProcessTable.Signal(guardian, 19);
        ProcessTable.Signal(daemon, 9);
        Directory.Delete(isAllDeleted ? project.Path : project[".baton"], recursive: true);

        ProcessTable.Signal(guardian, 18);

        await Eventually.HoldsAsync(() => !ProcessTable.IsAlive(web) && !ProcessTable.IsAlive(guardian), "the end of everything", Project.Patience);
        Assert.False(Directory.Exists(project[".baton"]));
        // Whoever ends the project looks for it there.
        Directory.CreateDirectory(project.Path);
    }

    [Theory]
    [InlineData("keep")]
    [InlineData("stop")]
    public async Task A_guardian_whose_descriptors_are_all_in_use_can_still_start_the_next_daemon(string onExit)
    {
        await using var project = new Project($"on_daemon_exit = \"{onExit}\"\n{One}");
        var web = await UpAsync(project);
        var guardian = UpAndDownTests.GuardianOf(project);
        var daemon = await project.DaemonAsync();
        var (exitCode, _, errors) = await RunningProgram.RunAsync("prlimit", ["--pid", Text(guardian), $"--nofile={Text(HighestDescriptor(guardian) + 1)}:"], Path.GetTempPath(), []);
        Assert.True(exitCode == 0, errors);

        ProcessTable.Signal(daemon, 9);

        await Eventually.HoldsAsync(() => !ProcessTable.IsAlive(daemon), "its end");
        Assert.Equal(web, (await project.ServicesAsync())["web"].GetProperty("pid").GetInt32());
        Assert.Equal(guardian, UpAndDownTests.GuardianOf(project));
        await project.DownAsync();
    }

    [Fact]
    public async Task A_signal_ends_everything_also_when_no_daemon_can_begin_any_more()
    {
        await using var project = new Project(One);
        foreach (var file in Directory.GetFiles(Path.GetDirectoryName(TestPrograms.Baton)!)) File.Copy(file, Path.Combine(Directory.CreateDirectory(project["copy"]).FullName, Path.GetFileName(file)));
        var own = project["copy/baton"];
        Assert.Equal(0, (await RunningProgram.RunAsync(own, ["up", "-d", "--listen", "none"], project.Path)).ExitCode);
        var web = (await project.UntilStateAsync("web", "running")).GetProperty("pid").GetInt32();
        var guardian = UpAndDownTests.GuardianOf(project);
        var daemon = await project.DaemonAsync();
        File.Delete(own);
        ProcessTable.Signal(daemon, 9);

        ProcessTable.Signal(guardian, 15);

        await Eventually.HoldsAsync(() => !ProcessTable.IsAlive(web) && !ProcessTable.IsAlive(guardian), "the end of everything", Project.Patience);
        // A few tries, and not as many as a processor can make.
        Assert.InRange(File.ReadAllLines(project[".baton/logs/orchestrator/daemon.out"]).Count(line => line.Contains("the daemon has ended", StringComparison.Ordinal)), 1, 10);
    }

    [Fact]
    public async Task A_build_that_leaves_a_process_with_its_connection_is_replaced_by_the_one_before_it()
    {
        await using var project = new Project(One);
        var web = await UpAsync(project);
        project.Write("leaves", $"#!/bin/sh\nsleep 600 &\necho $! >{project["left"]}\nexit 1\n");
        File.SetUnixFileMode(project["leaves"], UnixFileMode.UserRead | UnixFileMode.UserExecute);

        var (exitCode, _, errors) = await project.RunAsync("upgrade", "--program", "leaves");

        ProcessTable.Signal(int.Parse(File.ReadAllText(project["left"]), CultureInfo.InvariantCulture), 9);
        Assert.Equal(1, exitCode);
        Assert.Contains("did not get ready", errors, StringComparison.Ordinal);
        Assert.Equal(web, (await project.ServicesAsync())["web"].GetProperty("pid").GetInt32());
        await project.DownAsync();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_bad_build_in_the_place_of_the_one_that_was_upgraded_to_is_replaced_by_the_guardians_own(bool isGone)
    {
        await using var project = new Project(One);
        var web = await UpAsync(project);
        project.Write("next", $"#!/bin/sh\nexec '{TestPrograms.Baton}' \"$@\"\n");
        File.SetUnixFileMode(project["next"], UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var (exitCode, _, errors) = await project.RunAsync("upgrade", "--program", "next");
        Assert.True(exitCode == 0, errors);
        if (isGone) File.Delete(project["next"]);
        else project.Write("next", "#!/bin/sh\nexit 1\n");

        ProcessTable.Signal(await project.DaemonAsync(), 9);

        await Eventually.HoldsAsync(() => File.ReadAllText(project[".baton/logs/orchestrator/daemon.out"]).Contains($"going back to \"{TestPrograms.Baton}\"", StringComparison.Ordinal), "the way back");
        Assert.Equal(web, (await project.ServicesAsync())["web"].GetProperty("pid").GetInt32());
        await project.DownAsync();
    }

    [Fact]
    public async Task A_signal_is_heard_however_early_it_comes()
    {
        await using var project = new Project(One);
        for (var i = 0; i < 12; i++)
        {
            var up = project.Start(["up", "--listen", "none"]);
            await Task.Delay(TimeSpan.FromMilliseconds(i * 12), TimeProvider.System);
            ProcessTable.Signal(up.Pid, 15);
            await up.ExitAsync();
            Assert.Empty(project.Processes());
        }
    }

    private static async Task<int> UpAsync(Project project)
    {
        await project.UpAsync();
        return (await project.UntilStateAsync("web", "running")).GetProperty("pid").GetInt32();
    }

    private static int HighestDescriptor(int pid) =>
        Directory.GetFileSystemEntries($"/proc/{Text(pid)}/fd").Max(name => int.Parse(Path.GetFileName(name), CultureInfo.InvariantCulture));

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
