using System.Globalization;
using Baton.TestKit;

namespace Baton.EndToEnd.Tests;

/// <summary>The folder of a project is moved while its services run; the real program throughout.</summary>
public sealed class MovedStateTests
{
    private const string One = """
        [services.web]
        command = ["sleep", "600"]
        env = { PROJECT_MARK = "{mark}" }
        """;

    [Theory]
    [InlineData("down", "", false)]
    [InlineData("down", "--keep", true)]
    [InlineData("signal", "", false)]
    public async Task An_end_after_a_move_is_an_orderly_one(string how, string option, bool isLeft)
    {
        await using var project = new Project(One);
        var (guardian, service) = await UpAsync(project, "app");
        Directory.Move(project["app"], project["elsewhere"]);

        if (how == "signal") ProcessTable.Signal(guardian, 15);
        else Assert.Equal(0, (await project.RunAsync(["down", "--state", "elsewhere/.baton", .. option.Split(' ', StringSplitOptions.RemoveEmptyEntries)])).ExitCode);

        await Eventually.HoldsAsync(() => !ProcessTable.IsAlive(guardian), "the end of the guardian", Project.Patience);
        Assert.Equal(isLeft, ProcessTable.IsAlive(service));
        Assert.DoesNotContain("the daemon has ended", File.ReadAllText(project["elsewhere/.baton/logs/orchestrator/daemon.out"]), StringComparison.Ordinal);
        Assert.False(Directory.Exists(project["app"]));
        if (isLeft) ProcessTable.Signal(service, 9);
    }

    [Fact]
    public async Task What_begins_in_the_old_place_keeps_its_socket_and_its_status()
    {
        await using var project = new Project(One);
        var (before, moved) = await UpAsync(project, "app");
        Directory.Move(project["app"], project["app.old"]);
        var (after, fresh) = await UpAsync(project, "app");
        var status = project["app/.baton/status.json"];
        await Eventually.HoldsAsync(() => File.Exists(status) && File.ReadAllText(status).Contains("running", StringComparison.Ordinal), "its status");

        Assert.Equal(0, (await project.RunAsync("down", "--state", "app.old/.baton")).ExitCode);

        Assert.False(ProcessTable.IsAlive(before));
        Assert.False(ProcessTable.IsAlive(moved));
        var (exitCode, _, errors) = await project.RunAsync("ps", "--state", "app/.baton");
        Assert.True(exitCode == 0, errors);
        Assert.Contains($"\"pid\":{after}", File.ReadAllText(status).Replace(" ", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.True(ProcessTable.IsAlive(fresh));
        Assert.Equal(0, (await project.RunAsync("down", "--state", "app/.baton")).ExitCode);
        Assert.False(ProcessTable.IsAlive(fresh));
    }

    /// <summary>Starts a Baton in a folder below the project's; its guardian, and its only service.</summary>
    private static async Task<(int Guardian, int Service)> UpAsync(Project project, string folder)
    {
        var others = project.Processes();
        project.Write($"{folder}/baton.toml", File.ReadAllText(project["baton.toml"]));
        var (exitCode, _, errors) = await project.RunAsync("up", "-d", "--listen", "none", folder);
        Assert.True(exitCode == 0, errors);
        await Eventually.HoldsAsync(() => project.Processes().Except(others).Count() == 1, "its service");
        return (int.Parse(File.ReadAllText(project[$"{folder}/.baton/pid"]), CultureInfo.InvariantCulture), project.Processes().Except(others).Single());
    }
}
