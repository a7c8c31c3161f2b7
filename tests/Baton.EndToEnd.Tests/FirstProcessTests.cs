using Baton.TestKit;

namespace Baton.EndToEnd.Tests;

/// <summary>The real program as process 1, as in a container without an init.</summary>
public class FirstProcessTests
{
    [Fact]
    public async Task As_process_1_it_reaps_strangers_and_ends_orderly_at_a_sigterm()
    {
        await using var project = new Project("""
            [services.web]
            command = ["sh", "-c", "trap 'echo asked to end; exit 0' TERM; echo up; while :; do sleep 0.1; done"]
            env = { PROJECT_MARK = "{mark}" }
            """);
        await using var container = Start(project);
        await project.UntilLogAsync("web", "up");
        var first = Assert.Single(ProcessTable.ChildrenOf(container.Pid));
        Assert.Contains("\nNSpid:\t" + first + "\t1\n", await File.ReadAllTextAsync($"/proc/{first}/status"), StringComparison.Ordinal);
        var guardian = Assert.Single(ProcessTable.ChildrenOf(first));
        // What "docker exec" does: the shell is nobody's child in there, and what it leaves is process 1's when it ends.
        var (exitCode, _, errors) = await RunningProgram.RunAsync("/usr/bin/env",
            ["nsenter", "-U", "--preserve-credentials", "-p", "-t", $"{first}", "sh", "-c", "for i in 1 2 3 4 5; do (env - /bin/sh -c 'exec setsid sleep 3' >/dev/null 2>&1 &) ; done"], project.Path);
        Assert.True(exitCode == 0, errors);
        await Eventually.HoldsAsync(() => Strangers(first).Count == 5, "the strangers to be children of process 1");
        await Eventually.HoldsAsync(() => Strangers(first).Count == 0, "the strangers to be reaped");
        ProcessTable.Signal(first, 15);
        Assert.Equal(0, await container.ExitAsync());
        Assert.True(UpAndDownTests.LogHolds(project, "web", "asked to end"));
        Assert.False(ProcessTable.IsAlive(guardian));
    }

    [Fact]
    public async Task As_process_1_it_loses_no_exit_code_and_ends_with_that_of_the_job()
    {
        await using var project = new Project("""
            exit_when = "job"
            [services.job]
            command = ["sh", "-c", "echo done; exit 9"]
            restart = "never"
            depends_on = { first = "succeeded", second = "succeeded", third = "completed" }
            env = { PROJECT_MARK = "{mark}" }
            [services.first]
            command = ["true"]
            restart = "never"
            env = { PROJECT_MARK = "{mark}" }
            [services.second]
            command = ["sh", "-c", "true"]
            restart = "never"
            env = { PROJECT_MARK = "{mark}" }
            [services.third]
            command = ["false"]
            restart = "never"
            env = { PROJECT_MARK = "{mark}" }
            """);
        // .NET would reap every child of process 1, and did so for about half of them.
        for (var i = 0; i < 4; i++)
        {
            await using var container = Start(project);
            Assert.Equal(9, await container.ExitAsync());
            Assert.DoesNotContain("unknown", container.Output, StringComparison.Ordinal);
        }

        Assert.Empty(project.Processes());
    }

    private static RunningProgram Start(Project project) => RunningProgram.Start(
        "/usr/bin/env", ["unshare", "-rpf", "--kill-child", "--mount-proc", TestPrograms.Baton, "up", "--listen", "none"], project.Path, variables: [$"HOME={project.Path}"]);

    /// <summary>Children of process 1, the dead that are not reaped too, that are neither the daemon nor a run.</summary>
    private static IReadOnlyList<int> Strangers(int first) =>
        [.. File.ReadAllText($"/proc/{first}/task/{first}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse).Where(pid => NameOf(pid) == "sleep")];

    private static string NameOf(int pid)
    {
        try
        {
            return File.ReadAllText($"/proc/{pid}/comm").TrimEnd('\n');
        }
        catch (IOException)
        {
            return "";
        }
    }
}
