using Baton.Core;
using Baton.Processes;
using Baton.Supervision.Services;
using Baton.TestKit;

namespace Baton.Supervision.Tests.Services;

/// <content>Groups, what people say of services' being enabled, and the end of everything with one service.</content>
public sealed partial class SupervisorTests
{
    [Fact]
    public async Task A_group_means_all_its_members_each_once()
    {
        Stage();
        var change = await Do(_supervisor.StartAsync(["light", "night"], Me, default));
        Assert.Equal(["light", "sound"], change.Services.Select(s => s.Name));
        Assert.Equal(["light", "sound"], _host.Spawned.Order());
        var stop = await Do(_supervisor.StopAsync(["night"], isOnly: false, Me, default));
        Assert.All(stop.Services, s => Assert.Equal(Phase.Stopped, s.State));
        Assert.Equal(["sound", "light"], _supervisor.NamesOf(["sound", "night", "light"]));
    }

    [Fact]
    public async Task A_name_that_is_neither_is_told_with_the_nearest_and_with_what_there_is()
    {
        Stage();
        var error = await Assert.ThrowsAsync<BatonException>(() => _supervisor.StartAsync(["nigth"], Me, default));
        Assert.Equal(ErrorCode.NotFound, error.Code);
        Assert.Equal("service or group \"nigth\" does not exist; did you mean \"night\"? (there are: sound, light, desk; groups: night)", error.Message);
    }

    [Fact]
    public async Task A_disabled_service_is_left_out_of_a_start_without_names_and_started_by_its_name()
    {
        Stage();
        var change = await Do(_supervisor.EnableAsync(["night"], isEnabled: false, Me, default));
        Assert.All(change.Services, s => Assert.False(s.IsEnabled));
        Assert.Empty(_host.Commands);
        await Do(_supervisor.StartAsync([], Me, default));
        Assert.Equal(["desk"], _host.Spawned);
        await Do(_supervisor.StartAsync(["night"], Me, default));
        Assert.Equal(3, _host.Spawned.Count());
    }

    [Fact]
    public async Task Disabling_a_running_service_does_not_stop_it()
    {
        Stage();
        await Do(_supervisor.StartAsync([], Me, default));
        await Do(_supervisor.EnableAsync(["desk"], isEnabled: false, Me, default));
        Assert.Equal((Phase.Running, false), (_supervisor.Find("desk")!.State, _supervisor.Find("desk")!.IsEnabled));
        Assert.Contains(_notices.After(0, 100), n => n is { Subject: "service/desk", What: "disabled", Detail: "by the test" });
    }

    [Fact]
    public void What_people_said_earlier_wins_over_the_manifest()
    {
        _said["sound"] = true;
        _said["light"] = false;
        _said["gone"] = true;
        _supervisor = Supervise(Define("sound") with { IsEnabled = false, IsAutostarted = false }, Define("light"), Define("desk") with { IsEnabled = false });
        Assert.Equal([(true, true), (false, true), (false, true)], _supervisor.Services.Select(s => (s.IsEnabled, s.IsAutostarted)));
    }

    [Fact]
    public async Task Whoever_shows_services_is_told_of_every_change_but_not_of_figures()
    {
        var changes = 0;
        _supervisor.WhenChanged(() => changes++);
        await Do(_supervisor.StartAsync(["lamp"], Me, default));
        Assert.NotEqual(0, changes);
        var before = changes;
        _supervisor.On(new ProcessEvent.Sampled([new RunFigures(new RunId("lamp", 1), TimeSpan.FromSeconds(1), 5, 1, [])]));
        _scheduler.RunAll();
        Assert.Equal(before, changes);
        await Do(_supervisor.EnableAsync(["lamp"], isEnabled: false, Me, default));
        Assert.Equal(before + 1, changes);
    }

    [Fact]
    public async Task When_the_service_that_ends_everything_has_completed_the_others_are_stopped_orderly()
    {
        _supervisor = Supervise(Define("db"), Define("job", "db") with { EndsProject = true }, Define("lamp"));
        await Do(_supervisor.StartAsync([], Me, default));
        _host.Exit(new RunId("job", 1), new ExitStatus(0, null));
        _scheduler.RunAll();
        await Eventually.HoldsAsync(() => _supervisor.Ended.IsCompletedSuccessfully, "everything to be stopped");
        Assert.Equal(["db", "lamp"], _host.Terminated.Order());
        Assert.Equal(new ProjectEnd("job", 0, "job has completed"), _supervisor.End);
    }

    [Fact]
    public async Task A_failure_of_that_service_counts_at_once_though_it_would_be_tried_again_later()
    {
        var policy = new ServicePolicy { MaxFailures = 1, FailedRetry = TimeSpan.FromMinutes(5) };
        _supervisor = Supervise(Define("job") with { EndsProject = true, Policy = policy }, Define("lamp"));
        await Do(_supervisor.StartAsync([], Me, default));
        _host.Exit(new RunId("job", 1), new ExitStatus(42, null));
        _scheduler.RunAll();
        await Eventually.HoldsAsync(() => _supervisor.Ended.IsCompletedSuccessfully, "everything to be stopped");
        Assert.Equal(42, _supervisor.End!.ExitCode);
    }

    [Fact]
    public async Task That_service_has_ended_when_something_on_the_way_to_it_has_failed()
    {
        var never = new ServicePolicy { Restart = RestartMode.Never };
        _supervisor = Supervise(Define("db") with { Policy = never }, Define("migrate", "db") with { Policy = never with { HasReadiness = true } },
            Define("job", "migrate") with { EndsProject = true }, Define("lamp"));
        var starting = _supervisor.StartAsync([], Me, default);
        _scheduler.RunAll();
        Assert.Equal((Phase.WaitingDependencies, null), (_supervisor.Find("job")!.State, _supervisor.End));
        _host.Exit(new RunId("migrate", 1), new ExitStatus(3, null));
        await Do(starting);
        await Eventually.HoldsAsync(() => _supervisor.Ended.IsCompletedSuccessfully, "everything to be stopped");
        Assert.Equal(new ProjectEnd("job", 1, "job cannot start: migrate has failed"), _supervisor.End);
        Assert.Equal(["db", "lamp"], _host.Terminated.Order());
    }

    [Fact]
    public async Task A_wait_for_what_may_come_yet_is_no_end()
    {
        _supervisor = Supervise(Define("db") with { Policy = new ServicePolicy { HasReadiness = true } }, Define("job", "db") with { EndsProject = true });
        _ = _supervisor.StartAsync([], Me, default);
        _scheduler.RunAll();
        _host.Exit(new RunId("db", 1), new ExitStatus(1, null));
        _scheduler.RunAll();
        Assert.Equal((Phase.Backoff, Phase.WaitingDependencies), (_supervisor.Find("db")!.State, _supervisor.Find("job")!.State));
        await Do(_supervisor.StopAsync(["db"], isOnly: true, Me, default));
        Assert.Equal((Phase.Stopped, null), (_supervisor.Find("db")!.State, _supervisor.End));
        Assert.False(_supervisor.IsShuttingDown);
    }

    [Fact]
    public async Task A_restart_in_between_is_no_end()
    {
        _supervisor = Supervise(Define("job") with { EndsProject = true });
        await Do(_supervisor.StartAsync([], Me, default));
        _host.Exit(new RunId("job", 1), new ExitStatus(1, null));
        _scheduler.RunAll();
        Assert.Equal((Phase.Backoff, null), (_supervisor.Find("job")!.State, _supervisor.End));
        Assert.False(_supervisor.IsShuttingDown);
    }

    [Fact]
    public async Task A_stop_by_people_and_a_shutdown_are_no_end_of_that_kind()
    {
        _supervisor = Supervise(Define("job") with { EndsProject = true });
        await Do(_supervisor.StartAsync([], Me, default));
        await Do(_supervisor.StopAsync(["job"], isOnly: false, Me, default));
        Assert.False(_supervisor.IsShuttingDown);
        await Do(_supervisor.StartAsync([], Me, default));
        _supervisor.ShutDown(isKill: false, Me);
        _scheduler.RunAll();
        Assert.True(_supervisor.Ended.IsCompleted);
        Assert.Null(_supervisor.End);
    }

    [Theory]
    [InlineData(Phase.Completed, 0, null, null, 0)]
    [InlineData(Phase.Completed, 143, null, null, 143)]
    [InlineData(Phase.Failed, 3, null, null, 3)]
    [InlineData(Phase.Failed, null, 9, null, 137)]
    [InlineData(Phase.Failed, null, null, null, 1)]
    [InlineData(Phase.Failed, 0, null, null, 1)]
    [InlineData(Phase.Failed, 3, null, "not found", 1)]
    public void The_exit_code_is_that_of_the_service_as_shells_show_it(Phase phase, int? code, int? signal, string? spawnError, int expected) =>
        Assert.Equal(expected, ProjectEnd.Of("job", new Service(phase) { LastExit = new ExitStatus(code, signal), SpawnError = spawnError })!.ExitCode);

    [Fact]
    public void No_other_phase_is_an_end() =>
        Assert.All(Enum.GetValues<Phase>().Except([Phase.Completed, Phase.Failed]), phase => Assert.Null(ProjectEnd.Of("job", new Service(phase))));

    private void Stage() => _supervisor = Supervise(Define("sound") with { Groups = ["night"] }, Define("light") with { Groups = ["night"] }, Define("desk"));
}
