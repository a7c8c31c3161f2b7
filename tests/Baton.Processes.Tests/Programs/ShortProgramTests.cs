using Baton.Core;
using Baton.Processes.Programs;
using Baton.TestKit;

namespace Baton.Processes.Tests.Programs;

public class ShortProgramTests
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(500);

    [Fact]
    public async Task Its_exit_code_and_both_streams_are_told()
    {
        var result = await RunAsync("echo to out; echo to err >&2; exit 3");
        Assert.Equal(new ExitStatus(3, null), result.Exit);
        Assert.False(result.IsSuccess);
        Assert.Equal("to out\nto err\n", result.Output);
    }

    [Fact]
    public async Task It_has_a_session_of_its_own_no_input_and_nothing_of_ours()
    {
        var result = await RunAsync("cat; ls /proc/self/fd | tr '\\n' ' '; ps -o sid= -p $$ | tr -d ' '; echo $$");
        Assert.True(result.IsSuccess);
        var lines = result.Output.Split('\n');
        // 3 is the folder that ls reads.
        Assert.Equal($"0 1 2 3 {lines[1]}", lines[0]);
    }

    [Fact]
    public async Task Of_a_flood_the_last_4_KiB_are_kept()
    {
        var result = await RunAsync("for i in {1..20000}; do echo line $i; done");
        Assert.True(result.IsSuccess);
        Assert.Equal(ShortProgram.OutputBytes, result.Output.Length);
        Assert.EndsWith("line 19999\nline 20000\n", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task At_the_deadline_its_whole_session_is_killed()
    {
        using var folder = new TemporaryFolder();
        // With job control, each background job has a group of its own.
        var script = $"trap '' TERM INT; set -m; sleep 1000 & echo $! > {folder["job"]}; echo $$ > {folder["self"]}; echo working; wait; wait";
        var result = await RunAsync(script, TimeSpan.FromSeconds(2));
        Assert.True(result.IsTimeout);
        Assert.Equal("working\n", result.Output);
        var (job, self) = (await folder.NumberInAsync("job"), await folder.NumberInAsync("self"));
        await Eventually.HoldsAsync(() => !ProcessTable.IsAlive(job) && !ProcessTable.IsAlive(self), "the end of all");
        Assert.False(File.Exists($"/proc/{self}/stat"), "its first process was not reaped");
    }

    [Fact]
    public async Task A_child_that_holds_its_output_delays_nothing_and_is_killed()
    {
        using var folder = new TemporaryFolder();
        var result = await RunAsync($"sleep 1000 & echo $! > {folder["child"]}; echo done");
        Assert.True(result.IsSuccess);
        Assert.Equal("done\n", result.Output);
        var child = await folder.NumberInAsync("child");
        await Eventually.HoldsAsync(() => !ProcessTable.IsAlive(child), "the end of what it left");
    }

    [Fact]
    public async Task Cancelling_kills_it()
    {
        using var folder = new TemporaryFolder();
        using var cancel = new CancellationTokenSource();
        var running = ShortProgram.RunAsync(Shell($"echo $$ > {folder["self"]}; sleep 1000"), Long, TimeProvider.System, cancel.Token);
        var self = await folder.NumberInAsync("self");
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        Assert.False(ProcessTable.IsAlive(self));
    }

    [Fact]
    public async Task A_program_that_is_not_there_is_named()
    {
        var launch = HostFixture.LaunchOf("no-such-program");
        var e = await Assert.ThrowsAsync<BatonException>(() => ShortProgram.RunAsync(launch, Long, TimeProvider.System, CancellationToken.None));
        Assert.Equal(ErrorCode.SpawnFailed, e.Code);
        Assert.Contains("no-such-program", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task More_than_fit_at_once_wait_for_each_other()
    {
        var results = await Task.WhenAll(Enumerable.Range(0, 2 * ShortProgram.MostAtOnce).Select(i => RunAsync($"exit {i % 7}")));
        Assert.Equal(Enumerable.Range(0, 2 * ShortProgram.MostAtOnce).Select(i => (int?)(i % 7)), results.Select(r => r.Exit?.Code));
    }

    [Fact]
    public async Task Beside_a_host_that_spawns_neither_disturbs_the_other()
    {
        await using var host = new HostFixture();
        const int count = 60;
        // They print the limit that runs are marked by: none of theirs may have one, whoever was spawned at the same time.
        var programs = Enumerable.Range(0, count).Select(i => RunAsync($"grep 'file locks' /proc/self/limits; (setsid sleep 0.1 &); exit {i % 5}")).ToList();
        var runs = Enumerable.Range(0, count).Select(i => host.Shell($"exit {i % 3}", $"svc{i}")).ToList();
        var results = await Task.WhenAll(programs);
        Assert.Equal(Enumerable.Range(0, count).Select(i => (int?)(i % 5)), results.Select(r => r.Exit?.Code));
        Assert.All(results, r => Assert.Matches("unlimited +unlimited", r.Output));
        for (var i = 0; i < count; i++) Assert.Equal(i % 3, (await host.Events.GoneAsync(runs[i])).Status.Code);
    }

    [Fact]
    public async Task A_deadline_of_virtual_time_is_kept()
    {
        using var folder = new TemporaryFolder();
        var time = new ManualTime();
        var running = ShortProgram.RunAsync(Shell($"echo $$ > {folder["self"]}; sleep 1000"), Short, time, CancellationToken.None);
        var self = await folder.NumberInAsync("self");
        time.Advance(Short);
        Assert.True((await Eventually.ReturnsAsync(running, "the end")).IsTimeout);
        Assert.False(ProcessTable.IsAlive(self));
    }

    private static Task<ShortProgramResult> RunAsync(string script, TimeSpan? deadline = null) =>
        ShortProgram.RunAsync(Shell(script), deadline ?? Long, TimeProvider.System, CancellationToken.None);

    private static Launch Shell(string script) => HostFixture.LaunchOf("/bin/bash", "-c", script);
}
