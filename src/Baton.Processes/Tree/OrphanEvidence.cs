using System.Text;
using Baton.Processes.Hosting;
using Baton.Processes.Records;

namespace Baton.Processes.Tree;

/// <summary>
/// The slower evidence on processes that nothing else speaks for, kept for as long as the process is there: the mark in its environment
/// and the output pipe it holds.
/// </summary>
internal sealed class OrphanEvidence(StateId state)
{
    private Dictionary<(int Pid, long StartTicks), RunId?> _seen = [];
    private Dictionary<(int Pid, long StartTicks), RunId?> _before = [];
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
        var key = (entry.Pid, entry.StartTicks);
        if (!_before.TryGetValue(key, out var id)) id = ReadMark(entry.Pid) ?? HolderOfPipe(entry.Pid);
        _seen[key] = id;
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
