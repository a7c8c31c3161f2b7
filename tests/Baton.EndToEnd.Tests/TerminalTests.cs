using Baton.TestKit;

namespace Baton.EndToEnd.Tests;

/// <summary>Baton on a terminal of its own, at which keys are pressed; the real program throughout.</summary>
public sealed class TerminalTests
{
    [Fact]
    public async Task One_Ctrl_C_is_an_orderly_stop_however_late_the_guardian_hears_it()
    {
        await using var project = new Project("""
            [services.web]
            command = ["bash", "-c", "trap 'sleep 1; touch ended; exit 0' TERM; echo ready; while :; do sleep 0.05; done"]
            env = { PROJECT_MARK = "{mark}" }
            """);
        // Opened both ways, so that the terminal's keys do not end before it does. The shell between is there for the terminal, which stops with its child.
        await using var terminal = RunningProgram.Start("/bin/bash", ["-c", $"mkfifo keys && exec script -qec 'trap : INT; {TestPrograms.Baton} up --listen none; exit $?' /dev/null <>keys >screen"], project.Path);
        await Eventually.HoldsAsync(() => File.Exists(project[".baton/baton.sock"]), "a socket", Project.Patience);
        await project.UntilLogAsync("web", "ready");
        var guardian = UpAndDownTests.GuardianOf(project);
        ProcessTable.Signal(guardian, 19);

        using (var keys = new FileStream(project["keys"], FileMode.Open, FileAccess.Write)) keys.WriteByte(3);
        await Eventually.HoldsAsync(() => File.ReadAllText(project[".baton/status.json"]).Contains("stopping", StringComparison.Ordinal), "the daemon to have heard it");
        // Longer than two that mean the same may be apart.
        await Task.Delay(TimeSpan.FromMilliseconds(300), TimeProvider.System);
        ProcessTable.Signal(guardian, 18);

        await terminal.ExitAsync();
        Assert.True(File.Exists(project["ended"]));
        Assert.Empty(project.Processes());
    }
}
