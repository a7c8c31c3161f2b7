using Baton.Processes;

namespace Baton.EndToEnd.Tests;

/// <summary>Variables that are for Baton's own processes.</summary>
public sealed class OwnEnvironmentTests
{
    [Fact]
    public async Task What_the_runtime_of_guardian_and_daemon_is_told_of_memory_services_are_not_told()
    {
        await using var project = new Project("""
            [services.shown]
            command = ["sh", "-c", "env; echo all shown; exec sleep 600"]
            env = { PROJECT_MARK = "{mark}" }
            """);
        await project.UpAsync();
        await project.UntilLogAsync("shown", "all shown\n");
        foreach (var own in new[] { await project.DaemonAsync(), UpAndDownTests.GuardianOf(project) })
            Assert.Contains($"{HeapSetting.Variable}=100000\0", await File.ReadAllTextAsync($"/proc/{own}/environ"), StringComparison.Ordinal);
        var log = await File.ReadAllTextAsync(Directory.GetFiles(project[".baton/logs/shown"], "*.log").Single());
        Assert.DoesNotContain(HeapSetting.Variable, log, StringComparison.Ordinal);
        Assert.DoesNotContain(HeapSetting.Mark, log, StringComparison.Ordinal);
        await project.DownAsync();
    }
}
