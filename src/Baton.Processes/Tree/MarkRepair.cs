using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Baton.Processes.Tree;

/// <summary>Puts the mark on a new process that could not be born with it, and on what it forked meanwhile.</summary>
internal static class MarkRepair
{
    /// <summary>More than this a process does not fork in the instant between its start and now.</summary>
    private const int MostDescendants = 4096;

    /// <summary>False when the system refuses to mark the process.</summary>
    public static bool Ensure(RunMark mark, int pid, ProcFiles files)
    {
        if (mark.Is(RunMark.Read(pid, mark.State))) return true;
        if (!mark.Put(pid)) return false;
        var todo = new Queue<int>([pid]);
        for (var done = 0; done < MostDescendants && todo.TryDequeue(out var parent); done++) MarkChildren(mark, parent, files, todo);
        return true;
    }

    private static void MarkChildren(RunMark mark, int parent, ProcFiles files, Queue<int> todo)
    {
        var rest = files.Read(parent, Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"task/{parent}/children")));
        while (Utf8Parser.TryParse(rest, out int child, out var used))
        {
            rest = rest.Length > used ? rest[(used + 1)..] : [];
            mark.Put(child);
            todo.Enqueue(child);
        }
    }
}
