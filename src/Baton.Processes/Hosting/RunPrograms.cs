using Baton.Processes.Programs;
using Baton.Processes.Records;
using Baton.Processes.Tree;

namespace Baton.Processes.Hosting;

/// <summary>
/// Runs short programs in the name of a run: before it, after it, to stop it. They carry its marks, so that they are a part of its tree
/// while it lives, and are found and ended after a death of the daemon.
/// </summary>
public sealed class RunPrograms
{
    private readonly StateId _state;
    private readonly Func<string, int> _slotOf;
    private readonly TimeProvider _time;

    private Func<RunId, Launch, Launch> _asked = static (_, launch) => launch;

    internal RunPrograms(StateId state, Func<string, int> slotOf, TimeProvider time) => (_state, _slotOf, _time) = (state, slotOf, time);

    /// <summary>The same, but for programs that ask how a run does: they are started as <paramref name="change"/> says.</summary>
    /// <param name="change">Gives what to run in place of what was asked for; called on any thread.</param>
    public RunPrograms Asking(Func<RunId, Launch, Launch> change) => new(_state, _slotOf, _time) { _asked = change };

    /// <summary>Runs one to its end or its deadline.</summary>
    /// <param name="id">The run.</param>
    /// <param name="launch">What to run; its log policy means nothing here.</param>
    /// <param name="deadline">After this it is killed.</param>
    /// <param name="ask">Asks its process group to end.</param>
    /// <param name="kill">Kills it.</param>
    /// <exception cref="Core.BatonException">SpawnFailed, Unavailable: it could not be started.</exception>
    /// <exception cref="OperationCanceledException">It was killed, and is dead or past <see cref="ShortProgram.KillLimit"/>.</exception>
    public Task<ShortProgramResult> RunAsync(RunId id, Launch launch, TimeSpan deadline, CancellationToken ask, CancellationToken kill) =>
        ShortProgram.RunAsync(Marked(launch, id), MarkOf(id), takesPlace: false, deadline, _time, ask, kill);

    /// <summary>Runs one that asks how the run does: only so many at once, since there can be any number of them.</summary>
    /// <param name="id">The run.</param>
    /// <param name="launch">What to run.</param>
    /// <param name="deadline">After this it is killed; the wait for a place counts.</param>
    /// <param name="kill">Kills it.</param>
    /// <exception cref="Core.BatonException">SpawnFailed, Unavailable: it could not be started.</exception>
    /// <exception cref="OperationCanceledException">It was killed, and is dead or past <see cref="ShortProgram.KillLimit"/>.</exception>
    public Task<ShortProgramResult> AskAsync(RunId id, Launch launch, TimeSpan deadline, CancellationToken kill) =>
        ShortProgram.RunAsync(Marked(_asked(id, launch), id), MarkOf(id), takesPlace: true, deadline, _time, CancellationToken.None, kill);

    /// <summary>Kills whatever still carries the run's marks. To be called only when nothing of the run may live.</summary>
    /// <returns>Pids of what the kernel does not let go of within <see cref="ShortProgram.KillLimit"/>; usually none.</returns>
    public Task<IReadOnlyList<int>> EndRemainsAsync(RunId id) => Task.Run(() => MarkedRemains.End(MarkOf(id), id, ShortProgram.KillLimit, _time));

    /// <summary>Hears what processes of runs report.</summary>
    /// <param name="host">The host that this is of.</param>
    /// <param name="trouble">Told, for people, of what could not be had and who is ignored.</param>
    /// <param name="crashed">Told of a bug.</param>
    public Notifications.NotificationSocket Hear(IProcessHost host, Action<string> trouble, Action<Exception> crashed) => new(_state, host, _slotOf, trouble, crashed);

    private Launch Marked(Launch launch, RunId id) =>
        launch with { Environment = new Dictionary<string, string>(launch.Environment) { [RunMark.Variable] = RunMark.TextOf(_state, id) } };

    private RunMark MarkOf(RunId id) => new(_state, _slotOf(id.Service), id.Run);
}
