using Baton.Processes;
using Baton.Processes.Changes;
using Baton.Supervision.Reload;
using Baton.Supervision.Services;
using Baton.Supervision.Watching;

namespace Baton.Supervision.Tests.Services;

/// <summary>Services that follow files.</summary>
public sealed partial class SupervisorTests
{
    private readonly ToldChanges _changes = new();

    private static ServiceDefinition Following() => Define("lamp") with { Watch = new ServiceWatch(new WatchedFiles("/p", ["a"], []), TimeSpan.FromSeconds(1)) };

    [Fact]
    public async Task It_is_restarted_once_when_it_has_been_quiet_and_the_cause_names_the_file()
    {
        _supervisor = Supervise(Following());
        await Do(_supervisor.StartAsync([], Me, default));
        Change("src/a.py");
        Advance(TimeSpan.FromSeconds(0.9));
        Change("src/b.py");
        Advance(TimeSpan.FromSeconds(0.9));
        Assert.Equal(1, Lamp.Run);
        Advance(TimeSpan.FromSeconds(0.2));
        Assert.Equal((Phase.Running, 2), (Lamp.State, Lamp.Run));
        Assert.Contains(_notices.After(0, 1000), n => n is { What: "restart_requested", Detail: "\"src/a.py\" has changed" });
        Advance(TimeSpan.FromSeconds(60));
        Assert.Equal(2, Lamp.Run);
    }

    [Fact]
    public async Task Who_never_stops_writing_is_heard_all_the_same_and_of_many_changes_one_message_waits()
    {
        _supervisor = Supervise(Following());
        await Do(_supervisor.StartAsync([], Me, default));
        for (var i = 0; i < 30; i++)
        {
            _changes.Changed!("a");
            Change("a");
            Advance(TimeSpan.FromSeconds(0.9));
        }

        Assert.Equal(2, Lamp.Run);
    }

    [Fact]
    public async Task A_service_that_was_stopped_stays_so_and_one_that_failed_is_tried_again()
    {
        _supervisor = Supervise(Following());
        Change("a");
        Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(0, Lamp.Run);
        await Do(_supervisor.StartAsync([], Me, default));
        _host.Exit(new RunId("lamp", 1), new ExitStatus(1, null));
        _scheduler.RunAll();
        Assert.Equal(Phase.Backoff, Lamp.State);
        Change("a");
        Advance(TimeSpan.FromSeconds(1.1));
        Assert.Equal((Phase.Running, 2), (Lamp.State, Lamp.Run));
    }

    [Fact]
    public async Task One_reload_command_runs_at_a_time_and_once_more_for_all_that_changed_meanwhile()
    {
        var reading = Reading("lamp", "1", Launch("hup")) with { Watch = Following().Watch };
        _supervisor = Supervise(reading);
        await Do(_supervisor.StartAsync([], Me, default));
        ChangeAndWait("a");
        Assert.Equal(["hup"], _hooks.Begun);
        var begun = await Do(_supervisor.ReloadAsync(new ServiceSet([Reading("lamp", "2", Launch("hup")) with { Watch = Following().Watch }], []), Me));
        for (var i = 0; i < 3; i++) ChangeAndWait("b");
        Assert.Equal(["hup"], _hooks.Begun);
        _hooks.End();
        _scheduler.RunAll();
        Assert.Equal(["hup", "hup"], _hooks.Begun);
        Assert.False(begun.Done.IsCompleted);
        _hooks.End();
        await Do(begun.Done);
        Assert.Equal(["hup", "hup"], _hooks.Begun);
        ChangeAndWait("c");
        Assert.Equal(["hup", "hup", "hup"], _hooks.Begun);
        Assert.Equal(1, Lamp.Run);
    }

    [Fact]
    public async Task What_changed_during_a_reload_command_that_is_there_no_more_restarts_it()
    {
        _supervisor = Supervise(Reading("lamp", "1", Launch("hup")) with { Watch = Following().Watch });
        await Do(_supervisor.StartAsync([], Me, default));
        ChangeAndWait("a");
        ChangeAndWait("b");
        await ReloadTo(Reading("lamp", "1", null) with { Watch = Following().Watch });
        _hooks.End();
        _scheduler.RunAll();
        Assert.Equal((Phase.Running, 2), (Lamp.State, Lamp.Run));
    }

    private void ChangeAndWait(string path)
    {
        Change(path);
        Advance(TimeSpan.FromSeconds(1.1));
    }

    private void Change(string path)
    {
        _changes.Changed!(path);
        _scheduler.RunAll();
    }

    private sealed class ToldChanges : IFileChanges, IDisposable
    {
        public Action<string>? Changed { get; private set; }

        public IDisposable Watch(WatchedFiles files, Action<string> changed, Action<string> trouble)
        {
            Changed = changed;
            return this;
        }

        public void Dispose()
        {
        }
    }
}
