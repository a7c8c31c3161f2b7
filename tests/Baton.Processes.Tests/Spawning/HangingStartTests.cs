using Baton.Processes.Programs;
using Baton.TestKit;

namespace Baton.Processes.Tests.Spawning;

/// <summary>A program on a disk that does not answer: its start hangs in the kernel. Needs root, for the mount.</summary>
public sealed class HangingStartTests
{
    [Fact]
    public async Task A_process_that_hangs_before_its_program_runs_holds_up_no_other_and_can_be_killed()
    {
        await using var disk = await HangingDisk.MountAsync();
        await using var host = new HostFixture();
        var hanging = host.Spawn(HostFixture.LaunchOf($"{disk.Path}/program"), "hanging");
        await host.SpawnedAsync(host.Shell("exec sleep 1000", "other"));

        host.Kill(hanging);
        Assert.Equal(9, (await host.Events.GoneAsync(hanging)).Status.Signal);
    }

    [Fact]
    public async Task Many_starts_that_hang_hold_up_no_other_for_long()
    {
        await using var disk = await HangingDisk.MountAsync();
        await using var host = new HostFixture();
        for (var i = 0; i < 5; i++) host.Spawn(HostFixture.LaunchOf($"{disk.Path}/program"), $"hanging{i}");
        await host.SpawnedAsync(host.Shell("exec sleep 1000", "other"));

        disk.Break();
        for (var i = 0; i < 5; i++) await host.Events.FirstAsync<ProcessEvent.SpawnFailed>(e => e.Id.Service == $"hanging{i}");
    }

    [Fact]
    public async Task A_search_for_the_program_that_hangs_is_told_as_stuck_when_it_is_killed_and_fails_when_the_disk_is_gone()
    {
        await using var disk = await HangingDisk.MountAsync();
        await using var host = new HostFixture();
        var launch = HostFixture.LaunchOf("program") with { Environment = new Dictionary<string, string> { ["PATH"] = disk.Path } };
        var hanging = host.Spawn(launch, "hanging");
        await host.SpawnedAsync(host.Shell("exec sleep 1000", "other"));

        host.Kill(hanging);
        Assert.Empty((await host.Events.FirstAsync<ProcessEvent.TreeStuck>(e => e.Id == hanging)).Pids);

        disk.Break();
        await host.Events.FirstAsync<ProcessEvent.SpawnFailed>(e => e.Id == hanging);
    }

    [Fact]
    public async Task A_short_program_beside_a_run_that_hangs_in_its_start_has_no_mark_of_it()
    {
        await using var disk = await HangingDisk.MountAsync();
        await using var host = new HostFixture();
        var hanging = host.Spawn(HostFixture.LaunchOf($"{disk.Path}/program"), "hanging");
        await host.SpawnedAsync(host.Shell("exec sleep 1000", "other"));

        var result = await ShortProgram.RunAsync(
            HostFixture.LaunchOf("grep", "file locks", "/proc/self/limits"), Eventually.Limit, TimeProvider.System, CancellationToken.None);
        Assert.Matches("unlimited +unlimited", result.Output);
        host.Kill(hanging);
        await host.Events.GoneAsync(hanging);
    }

    [Fact]
    public async Task A_short_program_that_hangs_in_its_start_is_told_as_late_and_holds_up_no_other()
    {
        await using var disk = await HangingDisk.MountAsync();
        var hanging = ShortProgram.RunAsync(HostFixture.LaunchOf($"{disk.Path}/program"), TimeSpan.FromMilliseconds(200), TimeProvider.System, CancellationToken.None);
        Assert.True((await Eventually.ReturnsAsync(hanging, "the timeout")).IsTimeout);
        var other = await ShortProgram.RunAsync(HostFixture.LaunchOf("true"), Eventually.Limit, TimeProvider.System, CancellationToken.None);
        Assert.True(other.IsSuccess);
    }

    /// <summary>A mount that never answers, until it breaks.</summary>
    private sealed class HangingDisk : IAsyncDisposable
    {
        private readonly TemporaryFolder _folder = new();
        private readonly RunningProgram _server;

        private HangingDisk()
        {
            Path = Directory.CreateDirectory(_folder["mount"]).FullName;
            _server = RunningProgram.Start(TestPrograms.TestProcess, ["hang-mount", Path], _folder.Path);
        }

        public string Path { get; }

        public static async Task<HangingDisk> MountAsync()
        {
            var disk = new HangingDisk();
            await Eventually.HoldsAsync(() => disk._server.Output.Contains("mounted", StringComparison.Ordinal) || disk._server.HasExited, "the mount");
            Assert.False(disk._server.HasExited, $"this test needs root and /dev/fuse: {disk._server.Errors}");
            return disk;
        }

        /// <summary>From now on all access fails.</summary>
        public void Break() => _server.Signal(9);

        public async ValueTask DisposeAsync()
        {
            Break();
            await RunningProgram.RunAsync("/bin/umount", ["--lazy", Path], "/");
            await _server.DisposeAsync();
            _folder.Dispose();
        }
    }
}
