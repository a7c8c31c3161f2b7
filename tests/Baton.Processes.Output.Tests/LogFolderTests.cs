using Baton.Core;
using Baton.TestKit;

namespace Baton.Processes.Output.Tests;

/// <summary>The folder that a service's logs are in.</summary>
public sealed class LogFolderTests
{
    [Fact]
    public void Folders_that_people_removed_are_made_again()
    {
        using var state = new TemporaryFolder();
        using (LogFolder.Open(state["logs"], "svc")) Assert.True(Directory.Exists(state["logs/svc"]));
    }

    [Fact]
    public void A_state_directory_that_is_gone_is_not()
    {
        using var above = new TemporaryFolder();
        Assert.Equal(ErrorCode.Unavailable, Assert.Throws<BatonException>(() => LogFolder.Open(above["state/logs"], "svc")).Code);
        Assert.False(Directory.Exists(above["state"]));
    }

    [Fact]
    public void Who_only_tidies_up_makes_nothing()
    {
        using var state = new TemporaryFolder();
        Assert.Null(LogFolder.OpenExisting(state["logs"], "svc"));
        Directory.CreateDirectory(state["logs"]);
        Assert.Null(LogFolder.OpenExisting(state["logs"], "svc"));
        Assert.False(Directory.Exists(state["logs/svc"]));
    }
}
