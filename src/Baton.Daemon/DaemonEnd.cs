using Baton.Control.Notify;
using Baton.Daemon.Startup;
using Baton.Daemon.Status;
using Baton.Daemon.Wiring;
using Baton.Processes;
using Baton.Processes.Guardian;

namespace Baton.Daemon;

/// <summary>How a daemon ends when it was asked to: with everything stopped, or leaving it as it is for the next daemon.</summary>
internal sealed class DaemonEnd(GuardianHost? guardian, IProcessHost host, DaemonRecord record, SupervisionWorld world, EndWatching endWatching, TimeProvider time)
{
    private static readonly TimeSpan LongestHold = TimeSpan.FromSeconds(2);

    /// <summary>Whether and how it is to leave.</summary>
    public required Departure Departure { get; init; }

    /// <summary>Tells people of events.</summary>
    public required Notifier Notifier { get; init; }

    /// <summary>What is watched.</summary>
    public required HealthWorld Health { get; init; }

    /// <summary>Instances and links; null: there are none.</summary>
    public required RuntimeWorld? Runtime { get; init; }

    /// <summary>What other programs read.</summary>
    public required StatusFile Status { get; init; }

    /// <summary>The API, once it listens.</summary>
    public ControlToDaemon? Control { get; set; }

    /// <summary>Whom the end waits for, two seconds at most.</summary>
    public Task Viewer { get; set; } = Task.CompletedTask;

    /// <summary>Ends, and gives the exit code.</summary>
    public async Task<int> EndAsync()
    {
        if (Departure.Asked.IsCompleted && !world.Supervisor.Ended.IsCompleted) return await LeaveAsync();
        record.Notices.Publish("daemon", "stopped", cause: null);
        // A short job may be over before whoever wants to see it is connected.
        if (world.Supervisor.End is not null) await Task.WhenAny(Viewer, Task.Delay(LongestHold, time, CancellationToken.None));
        if (Control is not null) await Control.StopAsync("the daemon has stopped everything");
        if (Runtime is not null) await Runtime.CloseAsync();
        await Status.CloseAsync();
        await Health.CloseAsync();
        await Notifier.CloseAsync();
        await record.CloseAsync();
        endWatching.CallOff();
        await host.CloseAsync();
        return world.Supervisor.End?.ExitCode ?? 0;
    }

    private async Task<int> LeaveAsync()
    {
        if (Control is not null) await Control.StopAsync(await Departure.Asked, isFollowed: !Departure.IsLeaving);
        if (Runtime is not null) await Runtime.LeaveAsync(isFollowed: !Departure.IsLeaving);
        // A fact after the journal's end would be lost, and its number given to another.
        world.Notifications.Rest();
        await world.Supervisor.RestAsync();
        if (Departure.IsLeaving) await Status.CloseAsync();
        await Health.CloseAsync();
        await Notifier.CloseAsync();
        await record.CloseAsync();
        if (!Departure.IsLeaving) return 0;
        endWatching.CallOff();
        await guardian!.LeaveAsync();
        return 0;
    }
}
