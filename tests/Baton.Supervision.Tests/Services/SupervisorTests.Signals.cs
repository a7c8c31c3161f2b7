using Baton.Core;
using Baton.Processes;
using Baton.Supervision.Services;

namespace Baton.Supervision.Tests.Services;

/// <content>Signals that people send.</content>
public sealed partial class SupervisorTests
{
    [Fact]
    public async Task A_signal_goes_to_the_run_and_changes_nothing_that_is_wanted()
    {
        await Do(_supervisor.StartAsync([], Me, default));
        _host.ObeysTerminate = false;
        var change = await Do(_supervisor.SignalAsync(["db", "lamp"], 1, Me));
        Assert.Equal(["db", "lamp"], change.Services.Select(s => s.Name));
        Assert.Equal([new ProcessCommand.Terminate(new RunId("db", 1), 1), new ProcessCommand.Terminate(new RunId("lamp", 1), 1)], _host.Commands.OfType<ProcessCommand.Terminate>());
        Assert.All(_supervisor.Services, s => Assert.Equal((Phase.Running, true), (s.State, s.IsDesired)));
        Assert.Contains(_notices.After(0, 100), n => n is { Subject: "service/db", What: "signalled", Detail: "SIGHUP by the test" });
    }

    [Fact]
    public async Task A_run_that_is_killed_by_a_signal_has_crashed_and_its_end_follows_from_the_signal()
    {
        await Do(_supervisor.StartAsync(["db"], Me, default));
        await Do(_supervisor.SignalAsync(["db"], 9, Me));
        Assert.Equal((1, true), (_supervisor.Find("db")!.Failures, _supervisor.Find("db")!.IsDesired));
        var signalled = _notices.After(0, 100).Single(n => n.What == "signalled");
        Assert.Equal(signalled.Seq, _notices.After(0, 100).Single(n => n is { Subject: "service/db", What: "exited" }).Cause);
    }

    [Fact]
    public async Task Where_one_of_the_named_has_no_process_none_gets_the_signal()
    {
        await Do(_supervisor.StartAsync(["db"], Me, default));
        var asking = _supervisor.SignalAsync(["db", "lamp"], 15, Me);
        _scheduler.RunAll();
        var error = await Assert.ThrowsAsync<BatonException>(() => asking);
        Assert.Equal((ErrorCode.NotFound, "cannot send SIGTERM to service \"lamp\": it has no process, it is in stopped; nothing was sent to the others"), (error.Code, error.Message));
        Assert.Empty(_host.Terminated);
    }

    [Fact]
    public async Task A_signal_to_nobody_or_without_a_number_is_refused()
    {
        Assert.Equal(ErrorCode.InvalidRequest, (await Assert.ThrowsAsync<BatonException>(() => _supervisor.SignalAsync([], 15, Me))).Code);
        Assert.Equal(ErrorCode.InvalidRequest, (await Assert.ThrowsAsync<BatonException>(() => _supervisor.SignalAsync(["db"], 65, Me))).Code);
        Assert.Equal(ErrorCode.NotFound, (await Assert.ThrowsAsync<BatonException>(() => _supervisor.SignalAsync(["ghost"], 1, Me))).Code);
    }
}
