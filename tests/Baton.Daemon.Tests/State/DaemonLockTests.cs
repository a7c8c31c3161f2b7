using Baton.Daemon.State;
using Baton.TestKit;

namespace Baton.Daemon.Tests.State;

public sealed class DaemonLockTests
{
    [Theory]
    [InlineData("4194304 down", 7, null, "7")]
    [InlineData("7", 4194304, null, "4194304")]
    [InlineData("12", 7, "down", "7 down")]
    public void A_full_disk_keeps_nobody_from_taking_over(string before, int holder, string? role, string after)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["pid"], before);
        // A file to which no byte can be written.
        File.CreateSymbolicLink(folder["pid.new"], "/dev/full");

        using var taken = DaemonLock.Take(folder.Path, holder, role);

        Assert.Equal(after, File.ReadAllText(folder["pid"]));
        Assert.Equal(holder, DaemonLock.HolderOf(folder.Path));
    }
}
