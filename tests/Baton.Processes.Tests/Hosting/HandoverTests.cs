using Baton.Processes.Hosting;
using Baton.TestKit;

namespace Baton.Processes.Tests.Hosting;

/// <summary>A host leaves its runs, and the next, in the same process and so their parent too, takes them over.</summary>
public abstract class HandoverTests(bool useCgroups)
{
    [Theory]
    [InlineData("exit 7", 7, null)]
    [InlineData("kill -KILL $$", null, 9)]
    public async Task What_a_host_left_goes_on_and_its_end_is_told_by_the_next(string end, int? code, int? signal)
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["state"]);
        var options = HostFixture.OptionsOf(folder["state"], useCgroups);
        var id = new RunId("svc", 1);
        var first = InProcessHost.Start(options, new EventLog(), TimeProvider.System);
        var script = $"mkfifo {folder["gate"]} {folder["gate2"]}; echo before; echo $$ > {folder["pid"]}; read x < {folder["gate"]}; echo meanwhile; read x < {folder["gate2"]}; {end}";
        first.Send(new ProcessCommand.Spawn(id, HostFixture.LaunchOf("/bin/bash", "-c", script)));
        var pid = await folder.NumberInAsync("pid");
        await first.LeaveAsync();
        await first.DisposeAsync();
        await File.WriteAllTextAsync(folder["gate"], "go\n");

        var events = new EventLog();
        await using var host = InProcessHost.Start(options, events, TimeProvider.System);
        Assert.Equal(pid, Assert.Single(await host.FindLeftoversAsync()).Pid);
        host.Adopt(new HashSet<RunId> { id });
        await File.WriteAllTextAsync(folder["gate2"], "go\n");
        Assert.Equal(new ExitStatus(code, signal), (await events.GoneAsync(id)).Status);
        host.Send(new ProcessCommand.TellDrained(id));
        await events.FirstAsync<ProcessEvent.OutputDrained>();
        var log = File.ReadAllLines(Assert.Single(Directory.GetFiles(Path.Combine(folder["state"], "logs", "svc"))));
        Assert.Collection(log, line => Assert.EndsWith("[stdout] before", line), line => Assert.EndsWith("[stdout] meanwhile", line));
    }
}

public sealed class HandoverWithCgroupsTests() : HandoverTests(useCgroups: true);

public sealed class HandoverWithoutCgroupsTests() : HandoverTests(useCgroups: false);
