using System.Text;
using Baton.Processes.Hosting;
using Baton.Processes.Records;

namespace Baton.Processes.Tree;

/// <summary>
/// The slower evidence on processes that nothing else speaks for, kept for as long as the process is there: the mark in its environment,
/// the output pipe it holds, and the cgroup it is in.
/// </summary>
/// <param name="state">Whose marks count.</param>
/// <param name="lastRun">Number of the last run of a service: the cgroup names the service alone.</param>
internal sealed class OrphanEvidence(StateId state, Func<string, int> lastRun)
{
    private readonly byte[] _cgroup = Encoding.ASCII.GetBytes($"/{CgroupHome.NameOf(state)}/");
    private Dictionary<(int Pid, long StartTicks, bool IsOrphan), RunId?> _seen = [];
    private Dictionary<(int Pid, long StartTicks, bool IsOrphan), RunId?> _before = [];
    private readonly int _self = Environment.ProcessId;
    private ProcSnapshot? _snapshot;
    private IReadOnlyList<LiveRun> _runs = [];

    /// <summary>Begins a sweep; what is not asked about in it is forgotten in the next.</summary>
    public void Begin(ProcSnapshot snapshot, IReadOnlyList<LiveRun> runs)
    {
        _snapshot = snapshot;
        _runs = runs;
        (_seen, _before) = (_before, _seen);
        _seen.Clear();
    }

    /// <summary>Index of the run that the process belongs to; null when nothing speaks for one.</summary>
    public int? OwnerOf(in ProcessEntry entry, Dictionary<RunId, int> byId)
    {
        var id = IdOf(entry);
        return id is { } run && byId.TryGetValue(run, out var index) ? index : null;
    }

    /// <summary>The run that the process carries evidence of, known to us or not.</summary>
    public RunId? IdOf(in ProcessEntry entry)
    {
        // That somebody holds a pipe speaks for orphans that came to us; a stranger may have opened it to look.
        var isOrphan = entry.Parent == _self;
        var key = (entry.Pid, entry.StartTicks, isOrphan);
        if (!_before.TryGetValue(key, out var id)) id = ReadMark(entry.Pid) ?? (isOrphan ? HolderOfPipe(entry.Pid) : null) ?? ReadCgroup(entry.Pid);
        // What could not be read is asked for again.
        if (id is not null || !_snapshot!.Files.IsStarved) _seen[key] = id;
        return id;
    }

    private RunId? ReadMark(int pid)
    {
        var environ = _snapshot!.Files.Read(pid, "environ"u8);
        while (!environ.IsEmpty)
        {
            var end = environ.IndexOf((byte)0);
            var line = end < 0 ? environ : environ[..end];
            if (line.StartsWith("BATON_RUN="u8)) return RunMark.Parse(line["BATON_RUN="u8.Length..], state);
            environ = end < 0 ? [] : environ[(end + 1)..];
        }

        return null;
    }

    private RunId? ReadCgroup(int pid)
    {
        var lines = _snapshot!.Files.Read(pid, "cgroup"u8);
        var at = lines.IndexOf(_cgroup);
        if (at < 0) return null;
        var name = lines[(at + _cgroup.Length)..];
        name = name[..Math.Max(0, name.IndexOfAny((byte)'/', (byte)'\n'))];
        var service = Encoding.ASCII.GetString(name);
        return Core.Names.IsValid(service) && lastRun(service) is var run and > 0 ? new RunId(service, run) : null;
    }

    private RunId? HolderOfPipe(int pid) => HolderOfPipe(_snapshot!.Files.LinkOf(pid, "fd/1"u8)) ?? HolderOfPipe(_snapshot.Files.LinkOf(pid, "fd/2"u8));

    private RunId? HolderOfPipe(ReadOnlySpan<byte> target)
    {
        if (target.IsEmpty || target[0] != (byte)'/') return null;
        var path = Encoding.UTF8.GetString(target);
        foreach (var run in _runs)
        {
            if (run.Output is { } output && (output.StdoutFifo == path || output.StderrFifo == path)) return run.Id;
        }

        return null;
    }
}
