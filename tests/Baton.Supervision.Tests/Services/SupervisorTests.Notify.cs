using Baton.Processes;
using Baton.Processes.Notifications;
using Baton.Supervision.Notifying;
using Baton.Supervision.Services;

namespace Baton.Supervision.Tests.Services;

/// <summary>Services that say by themselves how they do.</summary>
public sealed partial class SupervisorTests
{
    private readonly Reports _reports = new();

    private static ServiceDefinition Talking(TimeSpan? watchdog = null) => Define("lamp") with
    {
        Notify = new ServiceNotify(watchdog),
        Policy = new ServicePolicy { HasReadiness = true },
    };

    [Fact]
    public void A_service_is_told_where_to_report_and_is_ready_when_it_says_so()
    {
        _supervisor = Supervise(Talking(TimeSpan.FromSeconds(2)), Define("web", "lamp"));
        Begin();
        var environment = _host.Commands.OfType<ProcessCommand.Spawn>().Single().What.Environment;
        Assert.Equal(("@here", "2000000"), (environment["NOTIFY_SOCKET"], environment["WATCHDOG_USEC"]));
        Assert.Equal((Phase.Starting, Phase.WaitingDependencies), (Lamp.State, _supervisor.Find("web")!.State));
        Say(1, "READY=1\nSTATUS=serving");
        Assert.Equal((Phase.Running, true, "serving"), (Lamp.State, Lamp.IsReady, Lamp.StatusText));
        Assert.Equal(Phase.Running, _supervisor.Find("web")!.State);
        Assert.DoesNotContain("NOTIFY_SOCKET", _host.Commands.OfType<ProcessCommand.Spawn>().Last().What.Environment.Keys);
    }

    [Fact]
    public void Ready_said_before_its_process_is_known_is_not_forgotten()
    {
        _supervisor = Supervise(Talking());
        _host.SpawnsAtOnce = false;
        Begin();
        Say(1, "READY=1");
        Assert.Equal(Phase.Starting, Lamp.State);
        _host.ConfirmSpawn(new RunId("lamp", 1));
        _scheduler.RunAll();
        Assert.Equal((Phase.Running, true), (Lamp.State, Lamp.IsReady));
    }

    [Fact]
    public void What_an_earlier_run_says_means_nothing()
    {
        _supervisor = Supervise(lastRun: 3, Talking());
        Begin();
        Say(3, "READY=1");
        Assert.Equal(Phase.Starting, Lamp.State);
    }

    [Fact]
    public void Silence_is_a_failure_once_it_was_ready_and_each_sign_of_life_begins_the_wait_anew()
    {
        _supervisor = Supervise(Talking(TimeSpan.FromSeconds(10)));
        Begin();
        Advance(TimeSpan.FromSeconds(60));
        Say(1, "READY=1");
        Advance(TimeSpan.FromSeconds(9));
        Say(1, "WATCHDOG=1");
        Advance(TimeSpan.FromSeconds(9));
        Assert.Equal(Phase.Running, Lamp.State);
        Advance(TimeSpan.FromSeconds(2));
        Assert.Equal((Phase.Backoff, "it has not said WATCHDOG=1 for 10 s"), (Lamp.State, Lamp.Reason));
    }

    [Theory]
    [InlineData("STATUS=busy")]
    [InlineData("READY=1")]
    [InlineData("MAINPID=7")]
    public void Who_says_other_things_only_is_silent(string word)
    {
        _supervisor = Supervise(Talking(TimeSpan.FromSeconds(10)));
        Begin();
        Say(1, "READY=1");
        for (var i = 0; i < 4; i++)
        {
            Advance(TimeSpan.FromSeconds(3));
            Say(1, word);
        }

        Assert.Equal((Phase.Backoff, "it has not said WATCHDOG=1 for 10 s"), (Lamp.State, Lamp.Reason));
    }

    [Fact]
    public void A_service_that_stops_by_itself_is_not_ready_and_owes_no_sign_of_life()
    {
        _supervisor = Supervise(Talking(TimeSpan.FromSeconds(10)));
        Begin();
        Say(1, "READY=1");
        Say(1, "STOPPING=1");
        Assert.Equal((Phase.Running, false), (Lamp.State, Lamp.IsReady));
        Advance(TimeSpan.FromSeconds(40));
        Assert.Equal(Phase.Running, Lamp.State);
    }

    [Fact]
    public void Who_is_ready_again_after_all_owes_signs_of_life_again()
    {
        _supervisor = Supervise(Talking(TimeSpan.FromSeconds(10)));
        Begin();
        Say(1, "READY=1");
        Say(1, "STOPPING=1");
        Advance(TimeSpan.FromSeconds(40));
        Say(1, "READY=1");
        Advance(TimeSpan.FromSeconds(9));
        Assert.Equal((Phase.Running, true), (Lamp.State, Lamp.IsReady));
        Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(Phase.Backoff, Lamp.State);
    }

    [Theory]
    [InlineData("STATUS=hanging")]
    [InlineData("WATCHDOG=trigger")]
    public void What_was_told_during_a_stop_that_is_called_off_counts_after_all(string word)
    {
        _supervisor = Supervise(Talking(TimeSpan.FromSeconds(10)), Define("web", "lamp") with { Policy = new ServicePolicy { StopTimeout = TimeSpan.FromMinutes(5) } });
        Begin();
        Say(1, "READY=1");
        _host.ObeysTerminate = false;
        _ = _supervisor.StopAsync(["lamp"], isOnly: false, Me, default);
        _scheduler.RunAll();
        Say(1, word);
        Advance(TimeSpan.FromSeconds(35));
        Assert.Equal("to be stopped after web", Lamp.Reason);
        Assert.DoesNotContain(_notices.After(0, 1000), n => n.What == "liveness_failed");
        _ = _supervisor.StartAsync(["lamp"], Me, default);
        _scheduler.RunAll();
        Advance(TimeSpan.FromSeconds(10.5));
        Assert.NotEqual(Phase.Running, Lamp.State);
        Assert.Single(_notices.After(0, 1000), n => n.What == "liveness_failed");
    }

    [Fact]
    public void A_service_that_asks_for_it_is_restarted_and_another_main_process_is_told_once()
    {
        _supervisor = Supervise(Talking());
        Begin();
        Say(1, "READY=1\nMAINPID=7");
        Say(1, "MAINPID=8");
        Assert.Single(_notices.After(0, 100), n => n.What == "main_pid_ignored");
        Say(1, "WATCHDOG=trigger");
        Assert.Equal((Phase.Backoff, "it said WATCHDOG=trigger"), (Lamp.State, Lamp.Reason));
    }

    [Fact]
    public void However_much_is_said_it_waits_in_one_place()
    {
        var inbox = new NotificationInbox();
        Assert.True(inbox.Add(new RunId("lamp", 1), new ServiceNotification { IsReady = true }));
        for (var i = 0; i < 100; i++) Assert.False(inbox.Add(new RunId("lamp", 1), new ServiceNotification { Status = $"line {i}" }));
        Assert.Equal((1, new ServiceNotification { IsReady = true, Status = "line 99" }), inbox.Take("lamp"));
        Assert.Null(inbox.Take("lamp"));
        inbox.Add(new RunId("lamp", 2), new ServiceNotification { Status = "new" });
        inbox.Add(new RunId("lamp", 1), new ServiceNotification { IsReady = true });
        Assert.Equal((2, new ServiceNotification { Status = "new" }), inbox.Take("lamp"));
    }

    [Fact]
    public async Task A_killed_daemon_does_not_ask_again_for_ready_but_for_signs_of_life()
    {
        BeginRemembered(Talking(TimeSpan.FromSeconds(10)));
        Begin();
        Say(1, "READY=1");
        await Die();
        Recover(Talking(TimeSpan.FromSeconds(10)));
        Assert.Equal((Phase.Running, true), (Lamp.State, Lamp.IsReady));
        Advance(TimeSpan.FromSeconds(9));
        Assert.Equal(Phase.Running, Lamp.State);
        Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(Phase.Backoff, Lamp.State);
    }

    private void Say(int run, string text)
    {
        _supervisor.Notified(new RunId("lamp", run), ServiceNotification.Parse(System.Text.Encoding.UTF8.GetBytes(text))!);
        _scheduler.RunAll();
    }

    private sealed class Reports : INotifications
    {
        public string? AddressFor(string service) => "@here";
    }
}
