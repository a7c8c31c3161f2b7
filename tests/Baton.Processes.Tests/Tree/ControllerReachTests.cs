using Baton.TestKit;

namespace Baton.Processes.Tests.Tree;

/// <summary>What a look at our cgroup tells of limits.</summary>
public sealed class ControllerReachTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Without_cgroup_v2_or_the_right_to_write_it_nothing_can_be_held()
    {
        Assert.Equal(["memory", "cpu", "pids"], ControllerReach.LookIn(null, _ => true).Missing);
        Cgroup("memory cpu pids", "memory");
        var refused = ControllerReach.LookIn(_folder.Path, _ => false);
        Assert.Equal(["memory", "cpu", "pids"], refused.Missing);
        Assert.Contains(_folder.Path, refused.Reason, StringComparison.Ordinal);
        Assert.Equal("BATON_CGROUPS is off", ControllerReach.Look(useCgroups: false).Reason);
    }

    [Fact]
    public void A_controller_that_is_not_there_is_missing_and_no_other()
    {
        Cgroup("cpuset cpu io\n", "memory");
        Assert.Equal(["memory", "pids"], ControllerReach.LookIn(_folder.Path, _ => true).Missing);
    }

    [Fact]
    public void Memory_cannot_be_handed_on_below_the_root_by_a_cgroup_that_has_processes_unless_it_is_already()
    {
        Cgroup("memory cpu pids", "");
        Assert.Equal(["memory"], ControllerReach.LookIn(_folder.Path, _ => true).Missing);
        Cgroup("memory cpu pids", "memory pids");
        Assert.Empty(ControllerReach.LookIn(_folder.Path, _ => true).Missing);
        Cgroup("memory cpu pids", "");
        File.Delete(_folder["cgroup.type"]);
        Assert.Empty(ControllerReach.LookIn(_folder.Path, _ => true).Missing);
    }

    private void Cgroup(string controllers, string handedOn)
    {
        _folder.Write("cgroup.controllers", controllers);
        _folder.Write("cgroup.subtree_control", handedOn);
        _folder.Write("cgroup.type", "domain\n");
    }
}
