namespace Baton.EndToEnd.Tests;

/// <summary>What a Baton that does little must not come to carry.</summary>
public sealed class MemoryTests
{
    [Fact]
    public async Task Neither_guardian_nor_daemon_loads_OpenSSL_where_nothing_is_asked_by_https()
    {
        await using var project = new Project("""
            [services.clock]
            command = ["sleep", "600"]
            env = { PROJECT_MARK = "{mark}" }
            """);
        await project.UpAsync();
        Assert.Equal(0, (await project.RunAsync("plan")).ExitCode);
        Assert.Equal(0, (await project.RunAsync("reload")).ExitCode);
        foreach (var pid in new[] { await project.DaemonAsync(), UpAndDownTests.GuardianOf(project) })
        {
            var maps = await File.ReadAllTextAsync($"/proc/{pid}/maps");
            Assert.Contains("libc.so", maps, StringComparison.Ordinal);
            Assert.DoesNotContain("libcrypto", maps, StringComparison.Ordinal);
            Assert.DoesNotContain("libssl", maps, StringComparison.Ordinal);
        }
    }
}
