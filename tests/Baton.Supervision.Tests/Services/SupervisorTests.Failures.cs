using Baton.Probes.Specs;
using Baton.Processes;
using Baton.Supervision.Probing;
using Baton.Supervision.Services;
using Baton.TestKit;

namespace Baton.Supervision.Tests.Services;

/// <summary>What is found out about runs that failed, and who waits for it.</summary>
public sealed partial class SupervisorTests
{
    private static readonly PortHolder Stranger = new("python3", 4242, 1000, null);

    /// <summary>Who waits for the last words of which run; null while nobody reads them.</summary>
    private Dictionary<RunId, Action<IReadOnlyList<string>>>? _lastOutput;

    [Fact]
    public async Task Who_waits_for_a_start_that_fails_is_answered_with_the_last_words()
    {
        _lastOutput = [];
        _supervisor = Supervise(Define("lamp") with { Policy = Never });
        Begin();
        var waiting = _supervisor.WaitAsync(["lamp"], WaitGoal.Completed, default);
        Fail("lamp");
        Assert.Equal(Phase.Failed, _supervisor.Find("lamp")!.State);
        Assert.False(waiting.IsCompleted);

        _lastOutput![new RunId("lamp", 1)](["cannot bind"]);
        _scheduler.RunAll();
        Assert.Equal(["cannot bind"], (await Eventually.ReturnsAsync(waiting, "the wait")).Services.Single().LastOutput);
    }

    [Fact]
    public async Task An_answer_that_never_comes_is_not_waited_for_longer_than_four_seconds()
    {
        _lastOutput = [];
        _supervisor = Supervise(Define("lamp") with { Policy = Never, Port = 8081 });
        Begin();
        var waiting = _supervisor.WaitAsync(["lamp"], WaitGoal.Stopped, default);
        Fail("lamp");
        Advance(TimeSpan.FromSeconds(3.9));
        Assert.False(waiting.IsCompleted);
        Advance(TimeSpan.FromSeconds(0.2));
        await Eventually.ReturnsAsync(waiting, "the wait");
        // What comes later is shown all the same.
        _lastOutput![new RunId("lamp", 1)](["late"]);
        _scheduler.RunAll();
        Assert.Equal(["late"], _supervisor.Find("lamp")!.LastOutput);
    }

    [Fact]
    public void The_restart_does_not_wait_for_what_is_found_out_and_last_words_go_with_the_state()
    {
        _lastOutput = [];
        _supervisor = Supervise(Define("lamp") with { Port = 8081 });
        Begin();
        Fail("lamp");
        _lastOutput![new RunId("lamp", 1)](["of run 1"]);
        _scheduler.RunAll();
        Assert.Equal(["of run 1"], _supervisor.Find("lamp")!.LastOutput);
        Advance(TimeSpan.FromSeconds(3));
        Advance(TimeSpan.FromSeconds(2));
        Assert.Equal((Phase.Running, 2), (_supervisor.Find("lamp")!.State, _supervisor.Find("lamp")!.Run));
        Assert.Null(_supervisor.Find("lamp")!.LastOutput);
        Found("lamp", 8081, Stranger);
        Assert.Null(_supervisor.Find("lamp")!.Reason);
        Assert.Single(_notices.After(0, 100), n => n.What == "port_taken");
    }

    [Fact]
    public void The_reason_names_the_stranger_that_has_the_port()
    {
        _supervisor = Supervise(Define("lamp") with { Port = 8081 });
        Begin();
        Fail("lamp");
        Assert.Equal(new ProcessCommand.FindPortHolder(new RunId("lamp", 1), 8081), _host.Commands[^1]);
        Found("lamp", 8081, Stranger);
        Assert.Equal("exit code 1; port 8081 is held by \"python3\" (pid 4242, uid 1000), which is not of this service", _supervisor.Find("lamp")!.Reason);
        Assert.Empty(_host.Terminated);
    }

    [Theory]
    [InlineData("python3", 7, 1000, "x", true, "port 80 is held by \"python3\" (pid 7) of service \"x\", run 3")]
    [InlineData("a\nb", 7, 1000, null, true, "port 80 is held by \"a?b\" (pid 7, uid 1000), which is not of this service")]
    [InlineData(null, null, 0, null, false, "port 80 is held by another user's process (uid 0)")]
    [InlineData(null, null, 1000, null, true, "port 80 is held by a process that may not be looked at (uid 1000)")]
    public void Every_kind_of_holder_has_its_words(string? program, int? pid, int uid, string? service, bool isOwnUser, string words)
    {
        _supervisor = Supervise(Define("lamp") with { Port = 80 });
        Begin();
        Fail("lamp");
        Found("lamp", 80, new PortHolder(program, pid, uid, service is null ? null : new RunId(service, 3)) { IsOwnUser = isOwnUser });
        Assert.Equal($"exit code 1; {words}", _supervisor.Find("lamp")!.Reason);
    }

    [Fact]
    public void A_service_without_a_port_is_not_looked_for_on_any()
    {
        _supervisor = Supervise(Define("lamp"));
        Begin();
        Fail("lamp");
        Assert.DoesNotContain(_host.Commands, c => c is ProcessCommand.FindPortHolder);
    }

    [Theory]
    [InlineData("127.0.0.1", 2)]
    [InlineData("localhost", 2)]
    [InlineData("10.1.2.3", null)]
    public void A_service_that_does_not_get_ready_in_its_time_is_looked_for_on_the_port_of_its_probe_when_that_is_here(string host, int? port)
    {
        var probe = new ServiceProbe(new ProbeSpec.Tcp(host, 2), new ProbeTiming());
        _supervisor = Supervise(Probed(new ServiceProbes(Readiness: probe)));
        Begin();
        Advance(TimeSpan.FromSeconds(301));
        Assert.Equal(Phase.Backoff, _supervisor.Find("lamp")!.State);
        Assert.Equal(port, _host.Commands.OfType<ProcessCommand.FindPortHolder>().SingleOrDefault()?.Port);
    }

    [Fact]
    public void A_stop_and_a_success_are_not_examined()
    {
        _lastOutput = [];
        _supervisor = Supervise(Define("lamp") with { Port = 80 }, Define("db") with { Port = 81 });
        Begin();
        _host.Exit(new RunId("db", 1), new ExitStatus(0, null));
        _ = _supervisor.StopAsync(["lamp"], isOnly: false, Me, default);
        _scheduler.RunAll();
        Assert.Equal((Phase.Stopped, Phase.Completed), (_supervisor.Find("lamp")!.State, _supervisor.Find("db")!.State));
        Assert.Empty(_lastOutput);
        Assert.DoesNotContain(_host.Commands, c => c is ProcessCommand.FindPortHolder);
    }

    [Fact]
    public async Task A_start_whose_spawn_fails_is_answered_at_once()
    {
        _lastOutput = [];
        _supervisor = Supervise(Define("lamp") with { Port = 80 });
        _host.SpawnsAtOnce = false;
        var starting = _supervisor.StartAsync([], Me, default);
        _scheduler.RunAll();
        _host.FailSpawn(new RunId("lamp", 1), "no such program");
        _scheduler.RunAll();
        Assert.Equal("no such program", (await Eventually.ReturnsAsync(starting, "the start")).Services.Single().Reason);
        Assert.Empty(_lastOutput);
    }

    private void Fail(string service)
    {
        _scheduler.RunAll();
        _host.Exit(new RunId(service, 1), new ExitStatus(1, null));
        _scheduler.RunAll();
    }

    private void Found(string service, int port, PortHolder? holder)
    {
        _supervisor.On(new ProcessEvent.PortHolderFound(new RunId(service, 1), port, holder));
        _scheduler.RunAll();
    }
}
