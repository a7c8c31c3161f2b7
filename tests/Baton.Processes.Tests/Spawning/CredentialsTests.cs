using Baton.Processes.Accounts;
using Baton.Processes.Hosting;
using Baton.Processes.Programs;
using Baton.Processes.Spawning;
using Baton.TestKit;

namespace Baton.Processes.Tests.Spawning;

/// <summary>Processes of another user, with a real one: <c>nobody</c>. Needs root, to become it.</summary>
public sealed class CredentialsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Account _nobody;

    public CredentialsTests()
    {
        Assert.True(SystemAccounts.OwnUser == 0, "this test needs root, to run processes as another user");
        _nobody = SystemAccounts.FindUser("nobody") ?? throw new Xunit.Sdk.XunitException("this test needs the user \"nobody\" in /etc/passwd");
    }

    private Credentials AsNobody => new(new Identity(_nobody.Name, _nobody.Uid, _nobody.Gid, HasGroupsOfUser: true));

    public void Dispose() => _folder.Dispose();

    [Trait("Defect", "A9-22")]
    [Fact]
    public async Task It_has_user_groups_niceness_and_umask_the_pid_that_was_told_and_its_output_is_its_own()
    {
        await using var host = new HostFixture();
        var launch = HostFixture.LaunchOf("bash", "-c", "echo pid $$; echo user $(id -u); echo group $(id -g); echo groups $(id -G); echo nice $(nice); echo umask $(umask); echo reopened > /dev/stdout; echo zero $0", "a b");
        var id = host.Spawn(launch with { Credentials = AsNobody with { Nice = -3, Umask = 0x17 } });
        var pid = await host.SpawnedAsync(id);
        Assert.Equal(0, (await host.Events.GoneAsync(id)).Status.Code);

        await Eventually.HoldsAsync(() => LogOf(host).Contains("zero a b", StringComparison.Ordinal), "the output");
        var log = LogOf(host);
        foreach (var line in (string[])[$"pid {pid}", $"user {_nobody.Uid}", $"group {_nobody.Gid}", $"groups {_nobody.Gid}", "nice -3", "umask 0027", "reopened"])
            Assert.Contains($"[stdout] {line}\n", log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Niceness_and_umask_alone_leave_the_user_as_it_is_and_count_from_nothing()
    {
        await using var host = new HostFixture();
        var id = host.Spawn(HostFixture.LaunchOf("bash", "-c", "echo $(id -u) $(nice) $(umask)") with { Credentials = new Credentials(Nice: 4, Umask: 0) });
        await host.Events.GoneAsync(id);
        await Eventually.HoldsAsync(() => LogOf(host).Contains("[stdout] 0 4 0000\n", StringComparison.Ordinal), () => LogOf(host));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Its_whole_tree_is_ended_also_what_left_its_session_and_cleared_its_environment(bool useCgroups)
    {
        await using var host = new HostFixture(useCgroups);
        var script = "setsid env -i bash -c 'echo child $$; exec sleep 1234' & wait";
        var id = host.Spawn(HostFixture.LaunchOf("bash", "-c", script) with { Credentials = AsNobody });
        var first = await host.SpawnedAsync(id);
        await Eventually.HoldsAsync(() => LogOf(host).Contains("child ", StringComparison.Ordinal), "the child");
        var child = int.Parse(LogOf(host).Split("child ")[1].Split('\n')[0], System.Globalization.CultureInfo.InvariantCulture);
        await Eventually.HoldsAsync(() => File.ReadAllText($"/proc/{child}/cmdline").StartsWith("sleep", StringComparison.Ordinal), "its program");

        host.Terminate(id);
        await host.Events.GoneAsync(id);
        Assert.False(ProcessTable.IsAlive(first) || ProcessTable.IsAlive(child));
    }

    [Fact]
    public async Task The_pipes_of_another_user_are_not_used_again_by_a_run_that_is_not_its()
    {
        await using var host = new HostFixture();
        await host.Events.GoneAsync(host.Spawn(HostFixture.LaunchOf("true") with { Credentials = AsNobody }));
        await Eventually.HoldsAsync(() => Directory.GetFiles($"{host.State}/logs/svc").Length == 1, "its log");
        Assert.Equal($"{_nobody.Uid}", await OwnerAsync($"{host.State}/run/0.out"));
        await host.Host.DisposeAsync();

        var events = new EventLog();
        await using var next = InProcessHost.Start(HostFixture.OptionsOf(host.State, useCgroups: false), events, TimeProvider.System);
        next.Send(new ProcessCommand.Spawn(new RunId("other", 1), HostFixture.LaunchOf("true")));
        await events.GoneAsync(new RunId("other", 1));
        Assert.Equal(("0", "0"), (await OwnerAsync($"{host.State}/run/0.out"), await OwnerAsync($"{host.State}/run/0.err")));
    }

    [Fact]
    public async Task Why_a_user_cannot_run_a_program_is_told_of_that_program()
    {
        await using var host = new HostFixture();
        var closed = Directory.CreateDirectory(_folder["closed"], UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute).FullName;
        File.SetUnixFileMode(_folder.Path, (UnixFileMode)0x1ED /* 0755 */);
        var own = _folder.Write("own", "#!/bin/sh\n");
        File.SetUnixFileMode(own, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        await FailsAsync(host, HostFixture.LaunchOf("no-such-program"), "program \"no-such-program\" was not found in PATH");
        await FailsAsync(host, HostFixture.LaunchOf("/no/such"), "program \"/no/such\" does not exist");
        await FailsAsync(host, HostFixture.LaunchOf(own), $"\"{own}\" may not be executed by user \"nobody\"");
        await FailsAsync(host, HostFixture.LaunchOf("true") with { WorkingDirectory = closed }, $"working directory \"{closed}\" may not be entered by user \"nobody\"");
        await FailsAsync(host, HostFixture.LaunchOf("own") with { Environment = new Dictionary<string, string> { ["PATH"] = _folder.Path } },
            $"program \"own\" is in no folder of PATH ({_folder.Path}) where user \"nobody\" may execute it");
    }

    [Theory]
    [InlineData("setpriv")]
    [InlineData("nice")]
    [InlineData("sh")]
    public void A_system_without_a_program_that_is_needed_for_it_is_told_which(string missing)
    {
        foreach (var name in (string[])["sh", "nice", "setpriv"])
        {
            if (name != missing) _folder.Write(name, "");
        }

        var launch = HostFixture.LaunchOf("true") with { Credentials = AsNobody with { Nice = 7, Umask = 0x17 } };
        var refusal = Assert.Throws<Core.BatonException>(() => ExecChain.Of(launch, [_folder.Path]));
        Assert.Equal((Core.ErrorCode.SpawnFailed, $"\"{missing}\" is needed for its user, group, nice, umask or limits, and is not in {_folder.Path}"), (refusal.Code, refusal.Message));
    }

    [Fact]
    public async Task A_short_program_runs_as_the_user_too_and_can_open_its_output_anew()
    {
        var launch = HostFixture.LaunchOf("bash", "-c", "id -un > /dev/stderr; umask") with { Credentials = AsNobody with { Umask = 0x3F } };
        var result = await ShortProgram.RunAsync(launch, Eventually.Limit, TimeProvider.System, CancellationToken.None);
        Assert.Equal((true, "nobody\n0077\n"), (result.IsSuccess, result.Output));
    }

    private async Task FailsAsync(HostFixture host, Launch launch, string reason)
    {
        var id = host.Spawn(launch with { Credentials = AsNobody }, run: host.Host.LastRun("svc") + 1 + host.Events.Of<ProcessEvent.SpawnFailed>().Count());
        var failed = await host.Events.FirstAsync<ProcessEvent.SpawnFailed>(e => e.Id == id);
        Assert.Contains(reason, failed.Reason, StringComparison.Ordinal);
    }

    private static string LogOf(HostFixture host) => string.Concat(Directory.GetFiles($"{host.State}/logs/svc").Select(File.ReadAllText));

    private static async Task<string> OwnerAsync(string path)
    {
        var result = await ShortProgram.RunAsync(HostFixture.LaunchOf("stat", "-c", "%u", path), Eventually.Limit, TimeProvider.System, CancellationToken.None);
        return result.Output.Trim();
    }
}
