using Baton.Processes.Hosting;
using Baton.Processes.Records;
using Baton.Processes.Tests.Hosting;
using Baton.Processes.Tree;
using Baton.TestKit;

namespace Baton.Processes.Tests.Tree;

public sealed class CgroupTakeOverTests
{
    [Fact]
    public async Task The_cgroup_of_a_host_that_lay_elsewhere_is_taken_over_and_removed_when_it_is_empty()
    {
        // Where there is no cgroup v2 to write to, there is nothing to take over.
        if (CgroupMount.OwnFolder() is not { } own || !File.Exists(Path.Combine(own, "cgroup.procs"))) return;
        var elsewhere = Directory.CreateDirectory(Path.Combine(own, $"elsewhere-{Guid.NewGuid():N}")).FullName;
        await using (var killed = new KilledHost(useCgroups: true))
        {
            killed.StartIn(elsewhere, $"echo $$ > {killed["pid"]}; exec sleep 1234");
            var pid = await killed.NumberInAsync("pid");
            var home = Path.Combine(elsewhere, CgroupHome.NameOf(StateId.Of(killed.State, out _)));
            await Eventually.HoldsAsync(() => CgroupMount.FolderOf($"/proc/{pid}/cgroup") == Path.Combine(home, "s0"), "the service is in its cgroup");
            await killed.KillAsync(pid);
            var events = new EventLog();
            var id = new RunId("s0", 1);
            await using (InProcessHost host = killed.Next(events))
            {
                await host.FindLeftoversAsync();
                host.Adopt(new HashSet<RunId> { id });
                host.Send(new ProcessCommand.Kill(id));
                Assert.Equal(9, (await events.GoneAsync(id)).Status.Signal);
            }

            Assert.False(Directory.Exists(home));
        }

        await Eventually.HoldsAsync(() => File.ReadAllText(Path.Combine(elsewhere, "cgroup.procs")).Length == 0, "nothing is left in it");
        Directory.Delete(elsewhere);
    }
}
