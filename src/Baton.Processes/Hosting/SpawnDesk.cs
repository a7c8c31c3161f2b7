using Baton.Core;
using Baton.Processes.Native;
using Baton.Processes.Spawning;
using Baton.Processes.Tree;

namespace Baton.Processes.Hosting;

/// <summary>
/// The threads that spawn. One run at a time goes through each: record the intent, make its pipes, spawn, mark, record, tell, watch. A death of the
/// daemon at any of these points leaves a record that makes the next one look for the process.
/// </summary>
[System.Diagnostics.CodeAnalysis.SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification = "TryEnd disposes of the queue, unless a thread still uses it.")]
internal sealed class SpawnDesk
{
    // A spawn blocks its thread for about half a millisecond in the kernel; two threads halve the time of a thousand, more gain nothing.
    // Only where a thread hangs, since a disk does not answer, others take its place, up to a bound.
    private const int Threads = 2, MostThreads = 34;

    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(1);

    private readonly WorkQueue<(LiveRun Run, Launch What)> _queue = new();
    private readonly Lock _gate = new();
    private readonly List<Thread> _threads = [];
    private readonly SpawnSurroundings _around;
    private readonly ITimer _relief;
    private long _taken;
    private long _takenBefore;
    private bool _isReliefArmed;
    private volatile bool _isClosing;

    public SpawnDesk(SpawnSurroundings around)
    {
        _around = around;
        _relief = around.Time.CreateTimer(_ => Relieve(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        for (var i = 0; i < Threads; i++) AddThread();
    }

    public void Post(LiveRun run, Launch what)
    {
        _queue.Post((run, what));
        lock (_gate)
        {
            if (_isReliefArmed) return;
            ArmRelief();
        }
    }

    /// <summary>What has not been spawned yet will not be.</summary>
    public void Close() => _isClosing = true;

    /// <summary>Ends the threads; false when one hangs in the kernel for longer than <paramref name="limit"/>.</summary>
    public bool TryEnd(TimeSpan limit)
    {
        Thread[] threads;
        lock (_gate)
        {
            _relief.Dispose();
            threads = [.. _threads];
        }

        _queue.Complete();
        if (!Array.TrueForAll(threads, thread => thread.Join(limit))) return false;
        _queue.Dispose();
        return true;
    }

    // Called under the gate, or before there are other threads.
    private void AddThread()
    {
        var thread = new Thread(Work) { IsBackground = true, Name = $"baton spawns {_threads.Count}" };
        thread.Start();
        _threads.Add(thread);
    }

    private void ArmRelief()
    {
        _isReliefArmed = true;
        _takenBefore = Interlocked.Read(ref _taken);
        _relief.Change(LongestWait, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Nothing was taken for a while though something waits: all threads hang, and one more takes over.</summary>
    private void Relieve()
    {
        lock (_gate)
        {
            _isReliefArmed = false;
            if (_queue.IsEmpty || _isClosing) return;
            if (Interlocked.Read(ref _taken) == _takenBefore && _threads.Count < MostThreads) TryAddThread();
            ArmRelief();
        }
    }

    private void TryAddThread()
    {
        try
        {
            AddThread();
        }
        catch (Exception e) when (e is OutOfMemoryException or ThreadStartException)
        {
            // How .NET says that the system gives no more threads. What waits is looked after again in a second.
        }
    }

    private void Work()
    {
        using var files = new ProcFiles();
        while (_queue.TryTake(out var order))
        {
            Interlocked.Increment(ref _taken);
            try
            {
                if (_isClosing) throw new BatonException(ErrorCode.ShuttingDown, "the host is closing");
                ThrowIfKilled(order.Run);
                Start(order.Run, order.What, files);
            }
            catch (BatonException e)
            {
                Fail(order.Run, e.Message, SpawnDiagnosis.NumberOf(e));
            }
        }
    }

    private void Start(LiveRun run, Launch what, ProcFiles files)
    {
        if (SpawnDiagnosis.RefusalOf(what) is { } refusal) throw SpawnDiagnosis.Failure(refusal, what.Command is [""] ? Libc.Errno.ENOENT : null);
        var table = _around.Runs.Table;
        run.Slot = table.SlotOf(run.Id.Service);
        var (output, written) = OutputOf(run, what.Log);
        if (what.Credentials?.As is { } owner) _around.Output.Give(output, owner);
        var (program, arguments) = ExecChain.Of(what);
        _around.Limits.Set(run.Id.Service, what.Limits);
        var environment = EnvironmentOf(what, run.Id, written);
        var order = new SpawnOrder(program, arguments, environment, what.WorkingDirectory, output.StdoutFifo, output.StderrFifo);
        var mark = new RunMark(_around.State, run.Slot, run.Id.Run);
        // The search may have taken long, on a slow disk.
        ThrowIfKilled(run);
        var (pid, error) = SpawnGate.Spawn(mark, order, _around.SpawnFifo);
        if (error == Libc.Errno.ENOEXEC && what.UsesShell) (pid, error) = SpawnGate.Spawn(mark, order.ThroughShell(), _around.SpawnFifo);
        if (error != 0) throw SpawnDiagnosis.Failure(SpawnDiagnosis.Explain(what, program, error), error);
        Welcome(run, mark, pid, files, restoresLimit: what.Limits?.OpenFiles is null);
    }

    /// <summary>Opens the output of a new run, or takes that of one which another process goes on with.</summary>
    private (Output.RunOutput Output, OutputTotals? Written) OutputOf(LiveRun run, LogPolicy policy)
    {
        var table = _around.Runs.Table;
        var now = _around.Time.GetUtcNow();
        if (run.Id.Run == table.LastRun(run.Id.Service) && _around.Output.TakeKept(run.Id) is var (kept, written))
        {
            // Attached before anything can fail: then it is finished with the run.
            _around.Output.Attach(run, kept);
            run.StartedAt = now;
            table.RecordIntent(run.Slot, run.Id.Run, now);
            return (kept, written);
        }

        if (run.Id.Run <= table.LastRun(run.Id.Service)) throw Failure($"run number {run.Id.Run} has been used already");
        run.StartedAt = now;
        table.RecordIntent(run.Slot, run.Id.Run, now);
        return (_around.Output.Open(run, now, policy), null);
    }

    private static void ThrowIfKilled(LiveRun run)
    {
        lock (run.Gate)
        {
            if (run.EarlySignals.Contains(Libc.SIGKILL)) throw Failure("it was killed before it had begun");
        }
    }

    private void Welcome(LiveRun run, RunMark mark, int pid, ProcFiles files, bool restoresLimit)
    {
        if (restoresLimit) InheritedLimit.Restore(pid, _around.SoftOpenFiles);
        if (!mark.Is(RunMark.Read(pid, _around.State))) _around.MarkRefused();
        run.Pid = pid;
        // It is our child and unreaped, so it is there, dead or alive.
        run.StartTicks = files.TryStat(pid, out var entry) ? entry.StartTicks : 0;
        run.Pidfd = Libc.PidfdOpen(pid);
        // Descriptors are given out lowest first, so this one tells how many are in use. Some are left for the daemon itself to live on.
        var isScarce = run.Pidfd > _around.LastDescriptor;
        if (run.Pidfd < 0 || isScarce || !_around.Exits.TryAdd(run))
        {
            var reason = isScarce ? "Baton has too few file descriptors left; raise the hard limit (ulimit -Hn)" : Libc.LastError();
            Abandon(run);
            throw Failure($"its process could not be watched and was killed: {reason}");
        }

        _around.Runs.Table.RecordSpawned(run.Slot, pid, run.StartTicks);
        var early = BecomeAlive(run);
        _around.Events.On(new ProcessEvent.Spawned(run.Id, pid));
        _around.Exits.Arm(run);
        _around.Mover?.Post(run);
        foreach (var signal in early) _around.Trees.Post(TreeSignal(run, signal));
    }

    /// <summary>From here on commands act by themselves; those that came before act now, in their order.</summary>
    private static List<int> BecomeAlive(LiveRun run)
    {
        lock (run.Gate)
        {
            run.Phase = RunPhase.Alive;
            foreach (var signal in run.EarlySignals) _ = Libc.kill(-run.Pid, signal);
            return run.EarlySignals;
        }
    }

    private static TreeRequest TreeSignal(LiveRun run, int signal) =>
        signal == Libc.SIGKILL ? new TreeRequest.Kill(run) : new TreeRequest.Terminate(run, signal, IsGroupDone: true);

    private static void Abandon(LiveRun run)
    {
        _ = Libc.kill(-run.Pid, Libc.SIGKILL);
        _ = Libc.Reap(Libc.P_PID, run.Pid, out _, block: true);
        if (run.Pidfd >= 0) _ = Libc.close(run.Pidfd);
    }

    private void Fail(LiveRun run, string reason, int? errno)
    {
        _around.Runs.Retire(run);
        _around.Events.On(new ProcessEvent.SpawnFailed(run.Id, reason) { Errno = errno });
        _around.Runs.Forget(run);
        if (run.Output is { } output) _around.Output.Finish(output);
    }

    private List<string> EnvironmentOf(Launch what, RunId id, OutputTotals? written)
    {
        var lines = new List<string>(what.Environment.Count + 2);
        foreach (var (name, value) in what.Environment)
        {
            if (name is not (RunMark.Variable or OutputTotals.Variable)) lines.Add($"{name}={value}");
        }

        if (written is { } goesOnAt) lines.Add($"{OutputTotals.Variable}={goesOnAt}");

        lines.Add($"{RunMark.Variable}={RunMark.TextOf(_around.State, id)}");
        return lines;
    }

    private static BatonException Failure(string reason) => new(ErrorCode.SpawnFailed, reason);
}
