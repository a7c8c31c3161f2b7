using Baton.Probes.Specs;
using Baton.TestKit;

namespace Baton.Probes.Tests.Execution;

public class ExecProbeTests
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Exit_code_0_is_a_success()
    {
        var result = await AskAsync(Long, "/bin/sh", "-c", "echo fine");
        Assert.True(result.IsSuccess);
        Assert.Matches("^exit code 0 after [0-9.]+ m?s$", result.Detail);
    }

    [Fact]
    public async Task Another_exit_code_is_a_failure_told_with_the_last_line()
    {
        var result = await AskAsync(Long, "/bin/sh", "-c", "echo looking; echo no disk >&2; echo; exit 3");
        Assert.False(result.IsSuccess);
        Assert.Matches("^exit code 3 after [0-9.]+ m?s: no disk$", result.Detail);
        Assert.Equal(FailureKind.Exit, result.Failure?.Kind);
    }

    [Fact]
    public async Task One_that_does_not_end_is_killed_at_the_deadline()
    {
        using var folder = new TemporaryFolder();
        var result = await AskAsync(TimeSpan.FromSeconds(1), "/bin/sh", "-c", $"echo $$ > {folder["pid"]}; sleep 1000");
        Assert.False(result.IsSuccess);
        Assert.Equal("timeout after 1 s", result.Detail);
        Assert.Equal(FailureKind.Timeout, result.Failure?.Kind);
        Assert.False(ProcessTable.IsAlive(await folder.NumberInAsync("pid")));
    }

    [Fact]
    public async Task A_program_that_is_not_there_is_a_failure()
    {
        var result = await AskAsync(Long, "no-such-program");
        Assert.False(result.IsSuccess);
        Assert.Equal(FailureKind.Unable, result.Failure?.Kind);
        Assert.StartsWith("cannot start: program \"no-such-program\" was not found", result.Detail, StringComparison.Ordinal);
    }

    private static Task<ProbeResult> AskAsync(TimeSpan timeout, params string[] command)
    {
        var spec = new ProbeSpec.Exec(command, "/", new Dictionary<string, string> { ["PATH"] = "/usr/bin:/bin" });
        return ProbeFactory.Create(spec, new ProbeTiming { Timeout = timeout }, TimeProvider.System)!.ExecuteAsync(CancellationToken.None);
    }
}
