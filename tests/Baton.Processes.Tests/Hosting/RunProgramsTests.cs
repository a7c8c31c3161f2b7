using Baton.Processes.Programs;
using Baton.TestKit;

namespace Baton.Processes.Tests.Hosting;

/// <summary>Short programs in the name of a run.</summary>
public sealed class RunProgramsTests
{
    // It leaves its session, its parent and its environment behind; before it has, the end of the program would take it along.
    private const string Escape = "(setsid env -i /bin/bash -c 'echo $$ > FILE; exec /bin/sleep 1234 >/dev/null 2>&1' &); until [[ -s FILE ]]; do sleep 0.01; done";

    [Fact]
    public async Task What_one_left_behind_is_a_part_of_the_run_that_follows()
    {
        await using var host = new HostFixture(useCgroups: false);
        var id = new RunId("svc", 1);
        await RunAsync(host, id, Escape.Replace("FILE", host["escaped"], StringComparison.Ordinal));
        var escaped = await host.NumberInAsync("escaped");
        Assert.True(ProcessTable.IsAlive(escaped));

        await host.SpawnedAsync(host.Shell("exec sleep 1000"));
        host.Terminate(id);
        await host.Events.GoneAsync(id);
        Assert.False(ProcessTable.IsAlive(escaped));
    }

    [Fact]
    public async Task What_one_left_behind_is_ended_when_no_run_follows_and_another_run_is_not()
    {
        await using var host = new HostFixture(useCgroups: false);
        var other = await host.SpawnedAsync(host.Shell("exec sleep 1000", "other"));
        await RunAsync(host, new RunId("svc", 1), Escape.Replace("FILE", host["escaped"], StringComparison.Ordinal));
        var escaped = await host.NumberInAsync("escaped");

        Assert.Empty(await Eventually.ReturnsAsync(host.Host.Programs.EndRemainsAsync(new RunId("svc", 1)), "the end"));
        Assert.False(ProcessTable.IsAlive(escaped));
        Assert.True(ProcessTable.IsAlive(other));
    }

    [Fact]
    public async Task One_that_is_asked_to_end_may_end_in_order()
    {
        await using var host = new HostFixture(useCgroups: false);
        using var ask = new CancellationTokenSource();
        var running = host.Host.Programs.RunAsync(new RunId("svc", 1),
            HostFixture.LaunchOf("bash", "-c", $"trap 'echo in order; exit 4' TERM; echo $BATON_RUN; echo $$ > {host["pid"]}; while :; do read -t 1000 <> <(:); done"),
            Eventually.Limit, ask.Token, CancellationToken.None);
        await host.NumberInAsync("pid");
        await ask.CancelAsync();
        var result = await Eventually.ReturnsAsync(running, "its end");
        Assert.Equal(4, result.Exit!.Value.Code);
        Assert.EndsWith("/svc/1\nin order\n", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Many_slow_ones_keep_neither_those_of_other_runs_nor_probes_waiting()
    {
        await using var host = new HostFixture(useCgroups: false);
        using var kill = new CancellationTokenSource();
        var slow = Enumerable.Range(0, ShortProgram.MostAtOnce).Select(i => host.Host.Programs.RunAsync(
            new RunId($"slow{i}", 1), HostFixture.LaunchOf("sleep", "1000"), TimeSpan.FromMinutes(10), CancellationToken.None, kill.Token)).ToList();
        await RunAsync(host, new RunId("svc", 1), "exit 0");
        var probe = await ShortProgram.RunAsync(HostFixture.LaunchOf("true"), Eventually.Limit, TimeProvider.System, CancellationToken.None);
        Assert.True(probe.IsSuccess, probe.Output);
        Assert.DoesNotContain(slow, program => program.IsCompleted);
        await kill.CancelAsync();
        foreach (var program in slow) await Assert.ThrowsAnyAsync<OperationCanceledException>(() => program);
    }

    private static async Task RunAsync(HostFixture host, RunId id, string script)
    {
        var result = await host.Host.Programs.RunAsync(id, HostFixture.LaunchOf("/bin/bash", "-c", script), Eventually.Limit, CancellationToken.None, CancellationToken.None);
        Assert.True(result.IsSuccess, result.Output);
    }
}
