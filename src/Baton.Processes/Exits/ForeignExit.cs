using System.Buffers.Text;
using System.Text;
using Baton.Processes.Native;
using Baton.Processes.Tree;

namespace Baton.Processes.Exits;

/// <summary>
/// How a process ended that is no child of ours, so that waiting for it is refused. The kernel tells at two times: while nobody has reaped
/// it, the last field of <c>/proc/PID/stat</c> has its status for who may look at the process, and afterwards, since Linux 6.15, its
/// descriptor has it for everybody.
/// </summary>
internal static class ForeignExit
{
    /// <summary>Looks for it; the process is dead.</summary>
    /// <param name="files">Of the calling thread.</param>
    /// <param name="pidfd">Its descriptor.</param>
    /// <param name="pid">Its pid, believed only together with <paramref name="startTicks"/>.</param>
    /// <param name="startTicks">Its start.</param>
    /// <param name="mayCome">There is nothing yet, but may be once it is reaped, of which the descriptor tells.</param>
    public static ExitStatus? Find(ProcFiles files, int pidfd, int pid, long startTicks, out bool mayCome)
    {
        mayCome = false;
        if (Libc.PidfdExitOf(pidfd, out var error) is { } known) return StatusOf(known);
        if (error == Libc.Errno.ESRCH) return null;
        if (FromStat(files, pid, startTicks) is { } unreaped) return unreaped;
        // Reaped between the two looks, perhaps.
        if (Libc.PidfdExitOf(pidfd, out error) is { } late) return StatusOf(late);
        mayCome = error == 0;
        return null;
    }

    /// <summary>Takes apart what wait(2) calls a status.</summary>
    public static ExitStatus StatusOf(int status)
    {
        var signal = status & 0x7f;
        return signal == 0 ? new ExitStatus((status >> 8) & 0xff, null) : new ExitStatus(null, signal);
    }

    private static ExitStatus? FromStat(ProcFiles files, int pid, long startTicks)
    {
        const int fieldsBetweenStateAndStatus = 49;
        var line = files.Read(pid, "stat"u8);
        if (!ProcessEntry.TryParse(line, out var entry) || entry.StartTicks != startTicks || entry.IsAlive) return null;
        var rest = line[(line.LastIndexOf((byte)')') + 2)..];
        for (var i = 0; i < fieldsBetweenStateAndStatus; i++) rest = rest[(rest.IndexOf((byte)' ') + 1)..];
        if (!Utf8Parser.TryParse(rest, out int status, out _)) return null;
        // Who may not look at the process is shown a 0 there.
        return status != 0 || IsOurUsers(files, pid) ? StatusOf(status) : null;
    }

    private static bool IsOurUsers(ProcFiles files, int pid)
    {
        var lines = files.Read(pid, "status"u8);
        return HasAll(lines, "\nUid:"u8, Libc.geteuid()) && HasAll(lines, "\nGid:"u8, Libc.getegid());
    }

    /// <summary>The real, effective and saved number are that one.</summary>
    private static bool HasAll(ReadOnlySpan<byte> lines, ReadOnlySpan<byte> label, uint number)
    {
        var at = lines.IndexOf(label);
        if (at < 0) return false;
        var line = lines[(at + label.Length)..];
        var end = line.IndexOf((byte)'\n');
        var fields = Encoding.ASCII.GetString(end < 0 ? line : line[..end]).Split('\t', StringSplitOptions.RemoveEmptyEntries);
        return fields.Length >= 3 && Array.TrueForAll(fields[..3], field => uint.TryParse(field, out var value) && value == number);
    }
}
