using Baton.Processes.Hosting;
using Baton.Processes.Records;

namespace Baton.Processes.Tree;

/// <summary>
/// Decides which process of a snapshot belongs to which run. In this order: the limit mark; the session or group of the run's first
/// process; the nearest ancestor that belongs to a run; for orphans that came to us, the mark in the environment, then the output pipe
/// held as standard output or error. A process that nothing of this speaks for belongs to nobody and is never touched; nor are our own
/// process and its ancestors, which carry marks themselves when Baton was started from a service.
/// </summary>
internal sealed class TreeMap(StateId state, Func<string, int> lastRun)
{
    private const int Nobody = -1, Undecided = -2;

    private readonly int _self = Environment.ProcessId;
    private readonly HashSet<int> _ancestors = [];
    private readonly Dictionary<(int Slot, int RunBits), int> _byMark = [];
    private readonly Dictionary<RunId, int> _byId = [];
    private readonly Dictionary<int, int> _byLeader = [];
    private readonly OrphanEvidence _evidence = new(state, lastRun);
    private int[] _owner = new int[256];
    private IReadOnlyList<LiveRun> _runs = [];
    private ProcSnapshot? _snapshot;
    private bool _hasInherited;
    private int _ownSession;

    /// <summary>Draws the map of <paramref name="snapshot"/> for <paramref name="runs"/>.</summary>
    public void Draw(ProcSnapshot snapshot, IReadOnlyList<LiveRun> runs)
    {
        _snapshot = snapshot;
        Index(runs);
        FindAncestors();
        var entries = snapshot.Entries;
        if (_owner.Length < entries.Length) _owner = new int[entries.Length * 2];
        for (var i = 0; i < entries.Length; i++) _owner[i] = Direct(entries[i]);
        for (var i = 0; i < entries.Length; i++) Inherit(i);
        if (!TryEvidence()) return;
        for (var i = 0; i < entries.Length; i++) Inherit(i);
    }

    /// <summary>Puts the indexes of the living processes of a run into <paramref name="members"/>, in place of what was there.</summary>
    public void MembersOf(LiveRun run, List<int> members)
    {
        members.Clear();
        if (!_byId.TryGetValue(run.Id, out var index)) return;
        for (var i = 0; i < _snapshot!.Entries.Length; i++)
        {
            if (_owner[i] == index) members.Add(i);
        }
    }

    private void Index(IReadOnlyList<LiveRun> runs)
    {
        _runs = runs;
        _hasInherited = false;
        _byMark.Clear();
        _byId.Clear();
        _byLeader.Clear();
        for (var i = 0; i < runs.Count; i++)
        {
            var run = runs[i];
            _byId[run.Id] = i;
            if (run.Slot >= 0) _byMark[(run.Slot, run.Id.Run & ushort.MaxValue)] = i;
            _hasInherited |= run.IsInherited;
            // Of two runs with one pid, the number having been used again, the later owns what is in its session.
            if (run.Pid > 0 && (!_byLeader.TryGetValue(run.Pid, out var other) || runs[other].StartTicks < run.StartTicks)) _byLeader[run.Pid] = i;
        }
    }

    private void FindAncestors()
    {
        _ancestors.Clear();
        var pid = _self;
        while (pid > 0 && _ancestors.Add(pid) && _snapshot!.IndexOf(pid) is var at and >= 0) pid = _snapshot.Entries[at].Parent;
        _ownSession = _snapshot!.IndexOf(_self) is var self and >= 0 ? _snapshot.Entries[self].Session : -1;
    }

    private int Direct(in ProcessEntry entry)
    {
        // What is in our own session was never spawned by us: a run cannot come back into it.
        if (!entry.IsAlive || entry.Session == _ownSession || _ancestors.Contains(entry.Pid)) return Nobody;
        var mark = RunMark.Read(entry.Pid, state);
        if (mark.Kind == LimitMarkKind.Ours && _byMark.TryGetValue((mark.Slot, mark.RunBits), out var marked)) return marked;
        if (_byLeader.TryGetValue(entry.Pid, out var led) && _runs[led].StartTicks == entry.StartTicks) return led;
        if (_byLeader.TryGetValue(entry.Session, out var run) && IsGroupOf(run, entry)) return run;
        return _byLeader.TryGetValue(entry.Group, out run) && IsGroupOf(run, entry) ? run : Undecided;
    }

    /// <summary>
    /// A session keeps its number from being used again while it has a member. So the number means the run as long as its first
    /// process is there; after that, only for our own descendants, and not once another process has that pid.
    /// </summary>
    private bool IsGroupOf(int run, in ProcessEntry entry)
    {
        var leader = _snapshot!.IndexOf(_runs[run].Pid);
        if (leader >= 0) return _snapshot.Entries[leader].StartTicks == _runs[run].StartTicks;
        return IsDescendantOfOurs(entry);
    }

    private bool IsDescendantOfOurs(in ProcessEntry entry)
    {
        var parent = entry.Parent;
        // A snapshot is not of one instant, so a circle is thinkable: each step is counted.
        for (var steps = 0; steps < _snapshot!.Entries.Length && parent > 1; steps++)
        {
            if (parent == _self) return true;
            var index = _snapshot.IndexOf(parent);
            if (index < 0) return false;
            parent = _snapshot.Entries[index].Parent;
        }

        return false;
    }

    private void Inherit(int index)
    {
        if (_owner[index] != Undecided) return;
        var entries = _snapshot!.Entries;
        var at = index;
        for (var steps = 0; steps < entries.Length; steps++)
        {
            at = _snapshot.IndexOf(entries[at].Parent);
            if (at < 0 || _ancestors.Contains(entries[at].Pid)) return;
            if (_owner[at] >= 0)
            {
                _owner[index] = _owner[at];
                return;
            }
        }
    }

    /// <summary>Looks closer at orphans that nothing spoke for; true when that found an owner.</summary>
    private bool TryEvidence()
    {
        var hasFound = false;
        var entries = _snapshot!.Entries;
        _evidence.Begin(_snapshot, _runs);
        for (var i = 0; i < entries.Length; i++)
        {
            if (_owner[i] != Undecided || !(entries[i].Parent == _self || _hasInherited)) continue;
            if (_evidence.OwnerOf(entries[i], _byId) is not { } run) continue;
            _owner[i] = run;
            hasFound = true;
        }

        return hasFound;
    }
}
