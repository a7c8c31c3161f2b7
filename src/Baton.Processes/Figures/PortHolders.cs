using Baton.Processes.Hosting;
using Baton.Processes.Native;
using Baton.Processes.Records;
using Baton.Processes.Tree;

namespace Baton.Processes.Figures;

/// <summary>
/// Looks who listens on ports: the kernel's list of listening sockets first, which is all where nobody listens, then the descriptors of
/// all processes that may be looked at, for a limited time. Not for two threads at once.
/// </summary>
internal sealed class PortHolders(StateId state, LiveRuns runs, TimeProvider time) : IDisposable
{
    /// <summary>How long processes are gone through; who was not found by then is shown as one that may not be looked at.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(1);

    private readonly ListeningPorts _ports = new();
    private readonly ProcSnapshot _snapshot = new();
    private readonly List<LiveRun> _live = [];

    /// <summary>Who listens on each of the ports, the process that began first where it is several; null where nobody does.</summary>
    public IReadOnlyDictionary<int, PortHolder?> Find(IReadOnlyCollection<int> wanted)
    {
        _ports.Refresh(wanted);
        var holders = wanted.Distinct().ToDictionary(port => port, port => _ports.OwnerOf(port) is { } uid ? new PortHolder(null, null, uid, null) { IsOwnUser = uid == Libc.geteuid() } : null);
        if (!holders.Values.Any(holder => holder is not null)) return holders;
        runs.CopyTo(_live);
        foreach (var (port, index) in FindProcesses())
        {
            var pid = _snapshot.Entries[index].Pid;
            if (holders[port] is { } holder) holders[port] = holder with { Program = _snapshot.Files.NameOf(pid), Pid = pid, Run = RunOf(pid) };
        }

        return holders;
    }

    public void Dispose() => _snapshot.Dispose();

    /// <summary>Indexes into the snapshot, by port.</summary>
    private Dictionary<int, int> FindProcesses()
    {
        var found = new Dictionary<int, int>();
        var began = time.GetTimestamp();
        _snapshot.Take();
        for (var i = 0; i < _snapshot.Entries.Length && time.GetElapsedTime(began) < Limit; i++)
        {
            List<int>? ports = null;
            _ports.AddTo(ref ports, _snapshot.Files, _snapshot.Entries[i].Pid);
            foreach (var port in ports ?? [])
            {
                // Workers inherit the socket of the process that made it.
                if (!found.TryGetValue(port, out var other) || _snapshot.Entries[i].StartTicks < _snapshot.Entries[other].StartTicks) found[port] = i;
            }
        }

        return found;
    }

    private RunId? RunOf(int pid)
    {
        var mark = RunMark.Read(pid, state);
        foreach (var run in _live)
        {
            if (run.Slot >= 0 && new RunMark(state, run.Slot, run.Id.Run).Is(mark)) return run.Id;
        }

        // Of a run that is over, such as one that leaked out of its tree.
        var environment = _snapshot.Files.Read(pid, "environ"u8);
        foreach (var range in environment.Split((byte)0))
        {
            var variable = environment[range];
            if (variable.StartsWith("BATON_RUN="u8)) return RunMark.Parse(variable["BATON_RUN=".Length..], state);
        }

        return null;
    }
}
