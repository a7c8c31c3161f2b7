namespace Baton.Cli;

/// <summary>
/// What the command line can do without a daemon that answers: check a manifest, and be or begin a daemon. The composition root fills
/// it, so that this project knows nothing of the daemon's insides. Failures that a person can act on are <see cref="CommandException"/>.
/// </summary>
public interface IOffline
{
    /// <summary>Checks a manifest and prints what is wrong with it, or that nothing is.</summary>
    /// <param name="options">Which, and what of it.</param>
    /// <param name="output">Where the answer goes.</param>
    /// <param name="errors">Where the problems go when <paramref name="json"/> is false.</param>
    /// <param name="json">Answer with one JSON value on <paramref name="output"/>.</param>
    /// <returns>The exit code: 0 when the manifest can be used.</returns>
    int Check(CheckOptions options, TextWriter output, TextWriter errors, bool json);

    /// <summary>What <c>up</c> would start in the current folder.</summary>
    /// <param name="config">Absolute path of a manifest; null: the one that is found there.</param>
    /// <exception cref="CommandException">There is none, or it has problems: all of them.</exception>
    Contracts.PlanRecord Plan(string? config);

    /// <summary>Who depends on whom in the manifest of the current folder.</summary>
    /// <param name="names">Services and groups; none means all.</param>
    /// <exception cref="CommandException">There is none, it has problems, or it has no such service or group.</exception>
    Contracts.GraphRecord Graph(IReadOnlyList<string> names);

    /// <summary>What a service of the manifest of the current folder is run with.</summary>
    /// <param name="service">Its name.</param>
    /// <exception cref="CommandException">There is no manifest, it has problems, or it has no such service.</exception>
    Contracts.LaunchRecord Launch(string service);

    /// <summary>A process of a service of the manifest of the current folder that an earlier daemon left running; null when none provably is.</summary>
    /// <param name="service">Its name.</param>
    /// <exception cref="CommandException">It cannot be found out; <c>held_by_another</c> when a daemon runs after all.</exception>
    int? LeftoverOf(string service);

    /// <summary>Becomes a program, in this terminal: returns only by failing.</summary>
    /// <param name="launch">What to become.</param>
    /// <exception cref="CommandException">It cannot be started, and why.</exception>
    void Become(Contracts.LaunchRecord launch);

    /// <summary>Runs a program in this terminal to its end, which may be long.</summary>
    /// <param name="launch">What to run.</param>
    /// <returns>Its exit code; 128 and the number of the signal that ended it.</returns>
    /// <exception cref="CommandException">It cannot be started, and why.</exception>
    int RunForeground(Contracts.LaunchRecord launch);

    /// <summary>Absolute paths of the state directories of this user in which Baton runs.</summary>
    IReadOnlyList<string> Projects();

    /// <summary>What this machine offers, and what is wrong in a project; looks only.</summary>
    /// <param name="folder">The project's folder; null is the current one.</param>
    IReadOnlyList<Contracts.FindingRecord> Examine(string? folder);

    /// <summary>What to install so that systemd runs a project; writes nothing.</summary>
    /// <param name="wish">For which project, and how.</param>
    /// <exception cref="CommandException">There is no manifest, or it would not be safe, and why.</exception>
    SystemdUnit Unit(UnitWish wish);

    /// <summary>The JSON Schema of a kind of manifest, indented, with a newline at its end.</summary>
    /// <param name="format"><c>native</c>, <c>watchdog</c> or <c>registry</c>.</param>
    /// <returns>Null for another word.</returns>
    string? Schema(string format);

    /// <summary>
    /// Is the daemon, in this process, until everything has stopped. It installs no signal handlers and never writes to the terminal.
    /// </summary>
    /// <param name="options">What to run.</param>
    /// <param name="whenReady">Called once, when the API answers; returns at once and does not throw.</param>
    /// <param name="stop">Cancelled when an orderly stop is asked for (first signal).</param>
    /// <param name="kill">Cancelled when all trees are to be killed now (second SIGINT or SIGTERM; see <see cref="StopSignals"/>).</param>
    /// <returns>The exit code: 0 after an orderly stop, however it was asked for; that of a service, when the manifest's <c>exit_when</c> ended it.</returns>
    /// <exception cref="CommandException">It could not begin; <c>held_by_another</c> when a daemon runs here already, with its pid.</exception>
    Task<int> RunDaemonAsync(UpOptions options, Action<DaemonReady> whenReady, CancellationToken stop, CancellationToken kill);

    /// <summary>Begins a daemon that outlives this process and has no terminal; returns when its API answers.</summary>
    /// <param name="options">What to run.</param>
    /// <param name="ct">Ends the waiting; what was begun is ended again.</param>
    /// <exception cref="CommandException">It could not begin; as for <see cref="RunDaemonAsync"/>.</exception>
    Task<DaemonReady> StartDetachedAsync(UpOptions options, CancellationToken ct);

    /// <summary>Says of services, where no daemon runs, whether the next one is to start them.</summary>
    /// <param name="stateDirectory">Absolute path of an existing one, in the folder of its manifest.</param>
    /// <param name="names">Services and groups; at least one.</param>
    /// <param name="isEnabled">What is said of them.</param>
    /// <exception cref="CommandException">It could not be done; <c>held_by_another</c> when a daemon runs after all.</exception>
    EnabledOffline Enable(string stateDirectory, IReadOnlyList<string> names, bool isEnabled);

    /// <summary>Ends, where no daemon runs, what a dead one left, by the rules that were in force; returns when it has ended.</summary>
    /// <param name="stateDirectory">Absolute path; it may not exist.</param>
    /// <param name="isKill">Kill at once.</param>
    /// <param name="waitingFor">Told the services every second, on any thread, one call at a time.</param>
    /// <returns>Null when nothing was left.</returns>
    /// <exception cref="CommandException">It could not be done; <c>held_by_another</c> when a daemon runs after all, or another <c>down</c> is doing this.</exception>
    Task<Contracts.DownRecord?> EndLeftAsync(string stateDirectory, bool isKill, Action<IReadOnlyList<Contracts.ServiceRecord>> waitingFor);
}
