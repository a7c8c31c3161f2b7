using System.Net.Sockets;
using System.Text;
using Baton.TestKit;

namespace Baton.EndToEnd.Tests;

/// <summary>What a manager of <c>Type=notify</c> hears; the test is the manager.</summary>
public sealed class SystemdNoticeTests
{
    private const string One = """
        [services.web]
        command = ["sleep", "600"]
        env = { PROJECT_MARK = "{mark}" }
        """;

    [Fact]
    public async Task The_manager_hears_of_readiness_and_of_the_end_and_services_do_not_hear_of_the_manager()
    {
        await using var project = new Project(One);
        using var manager = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        manager.Bind(new UnixDomainSocketEndPoint(project["n"]));
        var up = await RunningProgram.RunAsync(TestPrograms.Baton, ["up", "-d", "--listen", "none"], project.Path, [$"NOTIFY_SOCKET={project["n"]}", "WATCHDOG_USEC=200000"]);
        Assert.True(up.ExitCode == 0, up.Errors);

        Assert.StartsWith("READY=1\nSTATUS=looks after ", await HearOtherThanWatchdogAsync(manager), StringComparison.Ordinal);
        Assert.Equal("WATCHDOG=1", await HearAsync(manager));
        await project.UntilStateAsync("web", "running");
        var service = Assert.Single(project.Processes());
        Assert.DoesNotContain("NOTIFY_SOCKET", await File.ReadAllTextAsync($"/proc/{service}/environ"), StringComparison.Ordinal);

        ProcessTable.Signal(UpAndDownTests.GuardianOf(project), 15);
        Assert.Equal("STOPPING=1\nSTATUS=stopping", await HearOtherThanWatchdogAsync(manager));
        await Eventually.HoldsAsync(() => project.Processes().Count == 0, "the end", Project.Patience);
    }

    private static async Task<string> HearOtherThanWatchdogAsync(Socket manager)
    {
        string heard;
        while ((heard = await HearAsync(manager)) == "WATCHDOG=1") continue;
        return heard;
    }

    private static async Task<string> HearAsync(Socket manager)
    {
        using var limit = new CancellationTokenSource(Project.Patience, TimeProvider.System);
        var buffer = new byte[4096];
        return Encoding.UTF8.GetString(buffer, 0, await manager.ReceiveAsync(buffer, limit.Token));
    }
}
