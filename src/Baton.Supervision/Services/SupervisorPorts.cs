using Baton.Core.Actors;
using Baton.Core.Notices;
using Baton.Processes;
using Baton.Processes.Changes;
using Baton.Processes.Devices;
using Baton.Supervision.Dependencies;
using Baton.Supervision.Hooks;
using Baton.Supervision.Memory;
using Baton.Supervision.Notifying;
using Baton.Supervision.Probing;
using Baton.Supervision.Scheduling;

namespace Baton.Supervision.Services;

/// <summary>How the supervisor sees and changes the world; every one of these is replaced in tests and in the simulator.</summary>
public sealed record SupervisorPorts
{
    /// <summary>Where commands about processes go; events come back through <see cref="Supervisor.On"/>.</summary>
    public required Action<ProcessCommand> Processes { get; init; }

    /// <summary>Number of the last run of a service that this state directory knows of; 0 for none.</summary>
    public required Func<string, int> LastRun { get; init; }

    /// <summary>What a person has said earlier of a service's being enabled; null: nothing. Asked once for each, at the beginning.</summary>
    public Func<string, bool?> EnabledByPerson { get; init; } = static _ => null;

    /// <summary>
    /// Of services that live and are not in the manifest any more, those of which it is still known how they are stopped, as they were then. Asked once, at
    /// the beginning. Default: none; for what is not known the usual rules hold.
    /// </summary>
    public Func<IReadOnlyList<string>, IReadOnlyList<ServiceDefinition>> Departed { get; init; } = static _ => [];

    /// <summary>Who sees whether devices are there.</summary>
    public required IDevices Devices { get; init; }

    /// <summary>Who asks how services do.</summary>
    public required IProbing Probing { get; init; }

    /// <summary>Where services report to. Default: nowhere.</summary>
    public INotifications Notifications { get; init; } = NoNotifications.Instance;

    /// <summary>Where it is kept until when the times of services were looked after. Default: nowhere.</summary>
    public IScheduleMemory Schedules { get; init; } = NoScheduleMemory.Instance;

    /// <summary>Who sees whether files change. Default null: nobody.</summary>
    public IFileChanges? Changes { get; init; }

    /// <summary>Who runs what belongs before, after and to the stop of runs. Default: nobody; each fails then.</summary>
    public IHooks Hooks { get; init; } = NoHooks.Instance;

    /// <summary>Who reads the last words of a run that failed: returns at once and tells later, on any thread. Default null: nobody.</summary>
    public Action<RunId, Action<IReadOnlyList<string>>>? ReadLastOutput { get; init; }

    /// <summary>Where the states of the services outlive this process. Default: nowhere.</summary>
    public IServiceMemory Memory { get; init; } = NoMemory.Instance;

    /// <summary>
    /// The host may know of live runs: everything else waits until <see cref="Supervisor.Recover"/> has told of them. Default: only when
    /// <see cref="Memory"/> remembers services.
    /// </summary>
    public bool AwaitsRuns { get; init; }

    /// <summary>
    /// Number of the fact by which an earlier daemon has told the end of a service's last run, by the subject and the word for the end; null when it has not.
    /// Asked only while this supervisor goes on with what an earlier daemon left. Default: it never has.
    /// </summary>
    public Func<string, string, long?> ToldBefore { get; init; } = static (_, _) => null;

    /// <summary>Variables that Baton inherited, of which those that are secret by their names are taken out of texts that are shown. Default: none.</summary>
    public Func<IReadOnlyDictionary<string, string>> Inherited { get; init; } = static () => NoVariables;

    /// <summary>How a monitor stands; asked at any time, and returns at once. Default: nothing is known of any.</summary>
    public Func<string, MonitorStanding> MonitorOf { get; init; } = static _ => MonitorStanding.Unknown;

    /// <summary>Where facts are published.</summary>
    public required NoticeBoard Notices { get; init; }

    /// <summary>The clock.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>Who gives turns. Default: whoever brings the news, so that the exit of a process is answered without waking another thread.</summary>
    public ActorScheduler Scheduler { get; init; } = ActorScheduler.Caller;

    /// <summary>Draws a number in [0, 1).</summary>
    public required Func<double> Random { get; init; }

    /// <summary>Told when the supervisor met a bug of its own and does nothing any more; the daemon ends.</summary>
    public required Action<Exception> Crashed { get; init; }

    private static IReadOnlyDictionary<string, string> NoVariables { get; } = new Dictionary<string, string>();
}
