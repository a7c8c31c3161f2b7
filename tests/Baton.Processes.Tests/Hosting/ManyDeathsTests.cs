using Baton.TestKit;

namespace Baton.Processes.Tests.Hosting;

/// <summary>Hosts die at random instants under services that write as fast as they can, and each takes over from the one before.</summary>
public abstract class ManyDeathsTests(bool useCgroups)
{
    private const int Deaths = 20;

    [Fact]
    public async Task Every_line_is_in_the_log_once_after_twenty_deaths_of_the_host()
    {
        var random = new Random(20261121);
        var id = new RunId("s0", 1);
        await using var killed = new KilledHost(useCgroups);
        string[] scripts = [$"echo $$ > {killed["pid"]}; i=0; while :; do echo $((++i)); done", $"echo $$ > {killed["other"]}; while :; do sleep 0.01; done"];
        killed.Start(scripts);
        var pid = await killed.NumberInAsync("pid");
        var other = await killed.NumberInAsync("other");
        for (var death = 0; death < Deaths; death++)
        {
            if (death > 0) killed.Start(adopts: true, scripts);
            // From before it has adopted anything to well into its work.
            await Task.Delay(TimeSpan.FromMilliseconds(random.Next(0, 600)), TimeProvider.System);
            await killed.KillLastAsync();
            Assert.True(ProcessTable.IsAlive(pid));
            Assert.True(ProcessTable.IsAlive(other));
        }

        var events = new EventLog();
        await using (var host = killed.Next(events))
        {
            Assert.Equal([pid, other], (await host.FindLeftoversAsync()).OrderBy(run => run.Id.Service).Select(run => run.Pid));
            host.Adopt(new HashSet<RunId> { id });
            host.Send(new ProcessCommand.Terminate(id, 15));
            await events.GoneAsync(id);
            host.Send(new ProcessCommand.TellDrained(id));
            await events.FirstAsync<ProcessEvent.OutputDrained>();
        }

        var next = 0;
        foreach (var line in killed.Log()) Assert.Equal($"[stdout] {++next}", line);
        Assert.True(next > 1000, $"only {next} lines were written");
    }
}

public sealed class ManyDeathsWithCgroupsTests() : ManyDeathsTests(useCgroups: true);

public sealed class ManyDeathsWithoutCgroupsTests() : ManyDeathsTests(useCgroups: false);
