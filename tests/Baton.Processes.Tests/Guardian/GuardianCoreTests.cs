using Baton.Core;
using Baton.Processes.Guardian;
using Baton.Processes.Guardian.Wire;
using Baton.Processes.Native;
using Baton.TestKit;

namespace Baton.Processes.Tests.Guardian;

/// <summary>What outlives a daemon, with one daemon after the other on a real socket.</summary>
public sealed class GuardianCoreTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly GuardianCore _core = new(TimeProvider.System);

    public void Dispose()
    {
        _core.KillAll();
        _core.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task The_next_daemon_is_told_of_what_lives_and_of_what_ended_while_there_was_none()
    {
        var first = await ConnectAsync();
        Spawn(first, "lives", "exec sleep 1000");
        Spawn(first, "ends", $"while [ ! -e {_folder["go"]} ]; do sleep 0.01; done; exit 5");
        await first.Events.FirstAsync<ProcessEvent.Spawned>(e => e.Id.Service == "lives");
        var ends = await first.Events.FirstAsync<ProcessEvent.Spawned>(e => e.Id.Service == "ends");
        await first.DieAsync(_core);
        _folder.Write("go", "");
        await Eventually.HoldsAsync(() => !ProcessTable.IsAlive(ends.Pid), "its end");

        var second = await ConnectAsync(start: 2);
        var live = Assert.Single(second.Host.Runs, run => run.Id.Service == "lives");
        Assert.True(live is { Exit: null, IsTreeGone: false, IsSpawned: true, Pid: > 0 });
        await Eventually.HoldsAsync(() => ExitOf(second, "ends") is { Code: 5 }, "the exit is told, now or then");
        Assert.Equal(1, second.Host.LastRun("ends"));
        await second.DieAsync(_core);

        // Nobody said that it was heard: the daemon may have died just before. So it is told again.
        var third = await ConnectAsync(start: 3);
        Assert.Equal(5, Assert.Single(third.Host.Runs, run => run.Id.Service == "ends").Exit?.Code);
        await third.DieAsync(_core);
    }

    [Fact]
    public async Task What_a_daemon_said_before_it_died_is_done()
    {
        var first = await ConnectAsync();
        for (var i = 0; i < 20; i++) Spawn(first, $"s{i}", "exec sleep 1000");
        await first.DieAsync(_core);

        var second = await ConnectAsync(start: 2);
        Assert.Equal(20, second.Host.Runs.Count);
        await Eventually.HoldsAsync(() => second.Host.Runs.Count(run => run.IsSpawned) + second.Events.Of<ProcessEvent.Spawned>().Count() >= 20, "all are there");
        await second.DieAsync(_core);
    }

    [Fact]
    public async Task What_was_left_is_taken_over_by_the_daemon_that_says_so_and_not_by_one_that_died_before()
    {
        var first = await ConnectAsync();
        await first.Host.FindLeftoversAsync();
        await first.DieAsync(_core);
        Assert.False(_core.HasTakenOver);

        var second = await ConnectAsync();
        Assert.Empty(await second.Host.FindLeftoversAsync());
        Assert.Empty(await second.Host.EndLeftoversAsync());
        second.Host.SayTakenOver();
        await second.DieAsync(_core);
        Assert.True(_core.HasTakenOver);
    }

    [Fact]
    public async Task A_run_that_could_not_be_spawned_is_no_run_for_the_next_daemon()
    {
        var first = await ConnectAsync();
        first.Host.Send(new ProcessCommand.Spawn(new RunId("a", 1), HostFixture.LaunchOf("/no/such/program")));
        await first.Events.FirstAsync<ProcessEvent.SpawnFailed>();
        await first.DieAsync(_core);
        var second = await ConnectAsync(start: 2);
        Assert.True(Assert.Single(second.Host.Runs) is { IsSpawned: false, IsTreeGone: true, Exit: null });
        await second.DieAsync(_core);
    }

    [Fact]
    public async Task Descriptors_are_kept_under_their_names_for_the_daemons_after()
    {
        var first = await ConnectAsync();
        Assert.Null(first.Host.TakeHeld("lock"));
        Hold(first, "lock", "/dev/null");
        Hold(first, "other", "/dev/zero");
        Hold(first, "other", "/dev/full");
        Hold(first, "gone", "/dev/zero");
        first.Host.LetGo("gone");
        await first.DieAsync(_core);

        for (var start = 2; start < 4; start++)
        {
            var next = await ConnectAsync(start);
            Assert.Equal("/dev/null", TargetOf(next.Host.TakeHeld("lock")));
            Assert.Equal("/dev/full", TargetOf(next.Host.TakeHeld("other")));
            Assert.Null(next.Host.TakeHeld("gone"));
            await next.DieAsync(_core);
        }
    }

    [Fact]
    public async Task What_services_wrote_is_counted_on_over_the_deaths_of_daemons_and_of_runs()
    {
        var first = await ConnectAsync();
        Spawn(first, "writes", $"printf 'one\\ntwo\\nthr'; echo no >&2; while [ ! -e {_folder["go"]} ]; do sleep 0.01; done; printf 'ee\\n'");
        await UntilCountedAsync(first, new OutputFigures("writes", new StreamFigures(11, 2, 0, 0), new StreamFigures(3, 1, 0, 0)));
        await first.DieAsync(_core);
        _folder.Write("go", "");

        var second = await ConnectAsync(start: 2);
        await UntilCountedAsync(second, new OutputFigures("writes", new StreamFigures(14, 3, 0, 0), new StreamFigures(3, 1, 0, 0)));
        second.Host.Send(new ProcessCommand.Spawn(new RunId("writes", 2), HostFixture.LaunchOf("/bin/bash", "-c", "echo again")));
        await UntilCountedAsync(second, new OutputFigures("writes", new StreamFigures(20, 4, 0, 0), new StreamFigures(3, 1, 0, 0)));
        await second.DieAsync(_core);
    }

    [Fact]
    public async Task A_guardian_of_an_earlier_build_is_spoken_to_in_its_own_protocol_and_not_asked_what_it_does_not_know()
    {
        var first = await ConnectAsync(protocol: 1);
        Spawn(first, "writes", "echo x; exec sleep 1000");
        await first.Events.FirstAsync<ProcessEvent.Spawned>();
        first.Host.Send(new ProcessCommand.CountOutput());
        // What is asked after it is answered.
        first.Host.Send(new ProcessCommand.Sample());
        await first.Events.FirstAsync<ProcessEvent.Sampled>();
        Assert.Empty(first.Events.Of<ProcessEvent.OutputCounted>());
        await first.DieAsync(_core);
    }

    [Theory]
    [InlineData(2, null)]
    [InlineData(3, 2)]
    public async Task A_daemon_is_told_of_a_failed_spawn_in_its_own_protocol(int protocol, int? errno)
    {
        var first = await ConnectAsync(protocol: protocol);
        await first.Host.RegisterAsync(["missing"]);
        first.Host.Send(new ProcessCommand.Spawn(new RunId("missing", 1), HostFixture.LaunchOf("/nowhere/at/all")));
        var failed = await first.Events.FirstAsync<ProcessEvent.SpawnFailed>();
        Assert.Equal(errno, failed.Errno);
        await first.DieAsync(_core);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(GuardianWire.Protocol + 1)]
    public async Task A_daemon_that_speaks_a_protocol_which_the_guardian_does_not_know_is_refused(int protocol)
    {
        var (own, other) = FrameSocket.Pair();
        using var session = new GuardianSession(_core, new FrameSocket(own));
        var socket = new FrameSocket(other);
        using (var outbox = new Outbox<ToGuardian>(socket, GuardianWire.Write))
        {
            outbox.Send(new ToGuardian.Open(protocol, _folder.Path, UseCgroups: false));
            var answer = await Task.Run(() => socket.TryReceive(out var frame) ? GuardianWire.ReadToDaemon(frame) : null).WaitAsync(Eventually.Limit);
            Assert.Contains($"and the daemon {protocol}", Assert.IsType<ToDaemon.Refused>(answer).Message, StringComparison.Ordinal);
        }

        socket.HangUp();
        session.Finish();
        socket.Dispose();
    }

    [Fact]
    public async Task Output_that_nobody_watches_any_more_is_told_to_nobody()
    {
        var first = await ConnectAsync();
        first.Host.Send(new ProcessCommand.WatchOutput("a", IsWatched: true));
        Spawn(first, "a", "while :; do echo x; sleep 0.01; done");
        await first.Events.FirstAsync<ProcessEvent.OutputGrew>();
        await first.DieAsync(_core);
        var second = await ConnectAsync(start: 2);
        // As long as that takes, there is output that the first one had watched.
        Spawn(second, "b", "sleep 0.3");
        await second.Events.FirstAsync<ProcessEvent.Exited>(e => e.Id.Service == "b");
        Assert.Empty(second.Events.Of<ProcessEvent.OutputGrew>());
        second.Host.Send(new ProcessCommand.WatchOutput("a", IsWatched: true));
        await second.Events.FirstAsync<ProcessEvent.OutputGrew>();
        await second.DieAsync(_core);
    }

    [Fact]
    public async Task Another_state_directory_is_refused()
    {
        var first = await ConnectAsync();
        await first.DieAsync(_core);
        var (session, host) = Guarded.Connect(_core, TimeProvider.System, 2);
        var refusal = await Assert.ThrowsAsync<BatonException>(() => host.OpenAsync("/elsewhere", useCgroups: false, new EventLog()));
        Assert.Equal(ErrorCode.InvalidRequest, refusal.Code);
        await host.DisposeAsync();
        session.Dispose();
    }

    [Fact]
    public async Task A_daemon_finds_out_that_its_guardian_has_died()
    {
        var died = new TaskCompletionSource();
        var (session, host) = Guarded.Connect(_core, TimeProvider.System, whenGuardianDied: died.SetResult);
        await host.OpenAsync(_folder.Path, useCgroups: false, new EventLog());
        session.Dispose();
        await died.Task.WaitAsync(Eventually.Limit, TimeProvider.System);
        await host.DisposeAsync();
    }

    [Fact]
    public async Task The_end_that_a_daemon_asks_for_ends_everything()
    {
        var only = await ConnectAsync();
        Spawn(only, "a", "exec sleep 1000");
        var pid = (await only.Events.FirstAsync<ProcessEvent.Spawned>()).Pid;
        await only.Host.CloseAsync().WaitAsync(Eventually.Limit, TimeProvider.System);
        Assert.False(ProcessTable.IsAlive(pid));
        Assert.Equal(GuardianEnd.Closed, _core.End);
        await only.DieAsync(_core);
    }

    [Fact]
    public async Task A_daemon_that_leaves_leaves_everything_as_it_is()
    {
        var only = await ConnectAsync();
        Spawn(only, "a", "exec sleep 1000");
        var pid = (await only.Events.FirstAsync<ProcessEvent.Spawned>()).Pid;
        await only.Host.LeaveAsync().WaitAsync(Eventually.Limit, TimeProvider.System);
        Assert.True(ProcessTable.IsAlive(pid));
        Assert.Equal(GuardianEnd.Left, _core.End);
        await only.DieAsync(_core);
        ProcessTable.Signal(pid, 9);
    }

    private static ExitStatus? ExitOf(Daemon daemon, string service) =>
        daemon.Host.Runs.SingleOrDefault(run => run.Id.Service == service)?.Exit ?? daemon.Events.Of<ProcessEvent.Exited>().SingleOrDefault(e => e.Id.Service == service)?.Status;

    private static void Spawn(Daemon daemon, string service, string script) =>
        daemon.Host.Send(new ProcessCommand.Spawn(new RunId(service, 1), HostFixture.LaunchOf("/bin/bash", "-c", script)));

    private static void Hold(Daemon daemon, string name, string path)
    {
        var descriptor = Libc.open(path, Libc.O_RDONLY | Libc.O_CLOEXEC, 0);
        daemon.Host.Hold(name, descriptor);
        _ = Libc.close(descriptor);
    }

    private static string? TargetOf(int? descriptor)
    {
        var number = Assert.NotNull(descriptor);
        var target = new FileInfo($"/proc/self/fd/{number}").LinkTarget;
        _ = Libc.close(number);
        return target;
    }

    private static Task UntilCountedAsync(Daemon daemon, OutputFigures expected) => Eventually.HoldsAsync(() =>
    {
        daemon.Host.Send(new ProcessCommand.CountOutput());
        return daemon.Events.Of<ProcessEvent.OutputCounted>().LastOrDefault()?.Figures is [var figures] && figures == expected;
    }, () => $"{expected}, not {string.Join(", ", daemon.Events.Of<ProcessEvent.OutputCounted>().LastOrDefault()?.Figures ?? [])}");

    private async Task<Daemon> ConnectAsync(int start = 1, int protocol = GuardianWire.Protocol)
    {
        var (session, host) = Guarded.Connect(_core, TimeProvider.System, start, protocol: protocol);
        var events = new EventLog();
        await host.OpenAsync(_folder.Path, useCgroups: false, events);
        await host.RegisterAsync(["ends"]);
        return new Daemon(session, host, events);
    }

    private sealed record Daemon(GuardianSession Session, GuardianHost Host, EventLog Events)
    {
        /// <summary>As a daemon that is killed: its end of the socket closes, and that is all.</summary>
        public async Task DieAsync(GuardianCore core)
        {
            await Host.DisposeAsync();
            Session.Finish();
            core.Disconnect();
            Session.Dispose();
        }
    }
}
