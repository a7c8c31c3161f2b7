using Baton.Processes.Hosting;
using Baton.TestKit;

namespace Baton.Processes.Tests.Spawning;

public sealed class ChildFactsTests
{
    [Fact]
    [Trait("Defect", "B9-22")]
    public async Task A_child_has_its_own_session_the_given_environment_and_nothing_of_ours()
    {
        using var folder = new TemporaryFolder();
        var state = Directory.CreateDirectory(folder["state"]).FullName;
        var events = new EventLog();
        await using var host = InProcessHost.Start(new ProcessHostOptions { StateDirectory = state, SoftOpenFiles = 777 }, events, TimeProvider.System);
        var launch = HostFixture.LaunchOf(TestPrograms.TestProcess, "facts", folder["facts"]) with
        {
            WorkingDirectory = folder.Path,
            Environment = new Dictionary<string, string> { ["PATH"] = "/usr/bin:/bin", ["GREETING"] = "hello wörld", ["BATON_RUN"] = "somebody/else/1" },
        };
        host.Send(new ProcessCommand.Spawn(new RunId("facts", 1), launch));
        var pid = (await events.FirstAsync<ProcessEvent.Spawned>()).Pid;
        Assert.Equal(0, (await events.GoneAsync(new RunId("facts", 1))).Status.Code);

        var facts = File.ReadAllLines(folder["facts"]).Select(line => line.Split(": ", 2)).ToDictionary(pair => pair[0], pair => pair[1]);
        Assert.Equal($"{pid}", facts["pid"]);
        Assert.Equal($"{pid}", facts["group"]);
        Assert.Equal($"{pid}", facts["session"]);
        Assert.Equal(folder.Path, facts["cwd"]);
        Assert.Equal("/dev/null", facts["stdin"]);
        Assert.StartsWith(Path.Combine(state, "run"), facts["stdout"], StringComparison.Ordinal);
        Assert.StartsWith(Path.Combine(state, "run"), facts["stderr"], StringComparison.Ordinal);
        Assert.NotEqual(facts["stdout"], facts["stderr"]);
        Assert.Equal("hello wörld", facts["env GREETING"]);
        Assert.EndsWith("/facts/1", facts["env BATON_RUN"], StringComparison.Ordinal);
        Assert.Equal(["env BATON_RUN", "env GREETING", "env PATH"], facts.Keys.Where(name => name.StartsWith("env ", StringComparison.Ordinal)).Order());
    }

    [Fact]
    public async Task A_child_has_default_signals_an_empty_mask_no_descriptors_and_the_inherited_limit()
    {
        using var folder = new TemporaryFolder();
        var state = Directory.CreateDirectory(folder["state"]).FullName;
        var events = new EventLog();
        await using var host = InProcessHost.Start(new ProcessHostOptions { StateDirectory = state, SoftOpenFiles = 777 }, events, TimeProvider.System);
        // A program that changes nothing of its own before it looks: it is cat, and it writes what it sees of itself.
        var id = new RunId("cat", 1);
        host.Send(new ProcessCommand.Spawn(id, HostFixture.LaunchOf("/bin/cat", "/proc/self/status")));
        await events.GoneAsync(id);
        host.Send(new ProcessCommand.Spawn(new RunId("ls", 1), HostFixture.LaunchOf("/bin/ls", "/proc/self/fd")));
        await events.GoneAsync(new RunId("ls", 1));
        var slow = new RunId("sleep", 1);
        host.Send(new ProcessCommand.Spawn(slow, HostFixture.LaunchOf("/bin/sleep", "1000")));
        var pid = (await events.FirstAsync<ProcessEvent.Spawned>(e => e.Id == slow)).Pid;
        await Eventually.HoldsAsync(() => File.ReadLines($"/proc/{pid}/limits").Any(line => line.StartsWith("Max open files            777 ", StringComparison.Ordinal)), "the limit");

        await Eventually.HoldsAsync(() => Log(state, "cat").Contains("SigCgt", StringComparison.Ordinal) && Log(state, "ls").Contains("] 3\n", StringComparison.Ordinal), "the logs");
        Assert.Matches("SigBlk:\t0{16}\n", Log(state, "cat"));
        // 32 and 33 are glibc's own: its posix_spawn ignores them in every child, and no program can use them.
        Assert.Matches("SigIgn:\t(0{16}|0{7}180{7})\n", Log(state, "cat"));
        // 3 is the folder that ls reads.
        Assert.Equal(["0", "1", "2", "3"], Log(state, "ls").Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line[(line.LastIndexOf(' ') + 1)..]));
    }

    private static string Log(string state, string service) =>
        string.Concat(Directory.EnumerateFiles(Path.Combine(state, "logs", service)).Select(File.ReadAllText));
}
