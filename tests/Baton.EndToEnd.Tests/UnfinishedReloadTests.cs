using Baton.TestKit;

namespace Baton.EndToEnd.Tests;

/// <summary>A daemon is killed while it puts another manifest in force; the real program throughout.</summary>
public sealed class UnfinishedReloadTests
{
    private const string Told = "a daemon died while it put another manifest in force";

    private const string Both = """
        [services.db]
        command = ["sleep", "600"]
        env = { PROJECT_MARK = "{mark}" }
        [services.web]
        command = ["bash", "-c", "trap 'echo asked >> asked; sleep 4; exit 0' TERM; echo ready; while :; do sleep 0.05; done"]
        env = { PROJECT_MARK = "{mark}" }
        """;

    [Fact]
    public async Task A_reload_that_could_be_rolled_back_is_told_by_the_next_daemon_until_one_is_done()
    {
        await using var project = new Project(Both);
        await UpAsync(project);
        WithoutWeb(project);
        await using var reload = project.Start(["reload", "--rollback"]);
        await Eventually.HoldsAsync(() => File.Exists(project["asked"]), "the stop to be under way", Project.Patience);

        ProcessTable.Signal(await project.DaemonAsync(), 9);

        Assert.Contains(Told, (await project.RunAsync("version", "-o", "json")).Output, StringComparison.Ordinal);
        var (exitCode, _, errors) = await project.RunAsync("reload", "--rollback");
        Assert.True(exitCode == 0, errors);
        Assert.DoesNotContain(Told, (await project.RunAsync("version", "-o", "json")).Output, StringComparison.Ordinal);
        ProcessTable.Signal(await project.DaemonAsync(), 9);
        Assert.DoesNotContain(Told, (await project.RunAsync("version", "-o", "json")).Output, StringComparison.Ordinal);
        await project.DownAsync();
    }

    [Fact]
    public async Task An_up_says_when_its_manifest_is_not_in_force_since_its_first_daemon_was_killed()
    {
        await using var project = new Project(Both);
        var with = File.ReadAllText(project["baton.toml"]);
        await UpAsync(project);
        WithoutWeb(project);
        await using (var reload = project.Start(["reload"])) await Eventually.HoldsAsync(() => File.Exists(project["asked"]), "the stop to be under way", Project.Patience);
        var (daemon, guardian) = (await project.DaemonAsync(), UpAndDownTests.GuardianOf(project));
        ProcessTable.Signal(guardian, 9);
        ProcessTable.Signal(daemon, 9);
        await Eventually.HoldsAsync(() => !ProcessTable.IsAlive(daemon) && !ProcessTable.IsAlive(guardian), "both to be dead");
        project.Write("baton.toml", with);

        await using var up = project.Start(["up", "-d", "--listen", "none"]);
        // It waits for the end of "web", which comes back.
        await Eventually.HoldsAsync(() => File.Exists(project[".baton/run/manifest.next"]), "today's manifest to be under way", Project.Patience);
        ProcessTable.Signal(Assert.Single(ProcessTable.ChildrenOf(UpAndDownTests.GuardianOf(project)), IsDaemon), 9);

        Assert.Equal(0, await up.ExitAsync());
        // One that was killed before it had taken over is followed by one that begins from the front: then nothing is told, and today's manifest holds.
        if (!up.Errors.Contains(Told, StringComparison.Ordinal)) Assert.Contains("web", (await project.ServicesAsync()).Keys);
        await project.DownAsync();
    }

    private static bool IsDaemon(int pid) => ProcessTable.CommandLineOf(pid).Contains("daemon-detached", StringComparison.Ordinal);

    private static async Task UpAsync(Project project)
    {
        await project.UpAsync();
        await project.UntilLogAsync("web", "ready");
    }

    private static void WithoutWeb(Project project)
    {
        var text = File.ReadAllText(project["baton.toml"]);
        project.Write("baton.toml", text[..text.IndexOf("[services.web]", StringComparison.Ordinal)]);
    }
}
