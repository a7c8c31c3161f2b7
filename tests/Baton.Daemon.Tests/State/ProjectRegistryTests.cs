using Baton.Core.Notices;
using Baton.Daemon.State;
using Baton.TestKit;

namespace Baton.Daemon.Tests.State;

public sealed class ProjectRegistryTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly NoticeBoard _notices = new(new ManualTime());

    public ProjectRegistryTests() => Directory.CreateDirectory(_folder["runtime"]);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_state_directory_is_found_while_it_is_held_and_entered()
    {
        using var state = StateDirectory.Take(_folder["a/.baton"]);
        using (ProjectRegistry.Enter(state.Root, _folder["runtime"], _notices))
        {
            Assert.Contains(state.Root, ProjectRegistry.Held(_folder["runtime"]));
        }

        Assert.DoesNotContain(state.Root, ProjectRegistry.Held(_folder["runtime"]));
        Assert.Empty(_notices.After(0, 10));
    }

    [Fact]
    public void One_that_nobody_holds_is_not_shown_and_its_link_goes_with_its_folder()
    {
        var state = StateDirectory.Take(_folder["a/.baton"]);
        using var entry = ProjectRegistry.Enter(state.Root, _folder["runtime"], _notices);
        state.Dispose();
        Assert.DoesNotContain(state.Root, ProjectRegistry.Held(_folder["runtime"]));
        Assert.Single(Directory.GetFileSystemEntries(_folder["runtime/baton/projects"]));
        Directory.Delete(_folder["a"], recursive: true);
        ProjectRegistry.Held(_folder["runtime"]);
        Assert.Empty(Directory.GetFileSystemEntries(_folder["runtime/baton/projects"]));
    }

    [Fact]
    public void A_folder_that_others_may_write_is_not_used_and_people_are_told()
    {
        using var state = StateDirectory.Take(_folder["a/.baton"]);
        Directory.CreateDirectory(_folder["runtime/baton/projects"]);
        File.SetUnixFileMode(_folder["runtime/baton/projects"], (UnixFileMode)0b111_111_111);
        using var entry = ProjectRegistry.Enter(state.Root, _folder["runtime"], _notices);
        Assert.Empty(Directory.GetFileSystemEntries(_folder["runtime/baton/projects"]));
        Assert.Contains(_notices.After(0, 10), notice => notice is { What: "degraded" } && notice.Detail!.Contains("not a folder of our own", StringComparison.Ordinal));
        File.CreateSymbolicLink(_folder["runtime/baton/projects/0123456789abcdef"], state.Root);
        Assert.DoesNotContain(state.Root, ProjectRegistry.Held(_folder["runtime"]));
    }
}
