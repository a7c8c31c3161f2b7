namespace Baton.Processes.Tree;

/// <summary>One process as <c>/proc/PID/stat</c> shows it.</summary>
internal struct ProcessEntry
{
    public int Pid;
    public int Parent;
    public int Group;
    public int Session;
    public int Threads;

    /// <summary>When it was started, in the kernel's ticks since boot; with the pid it names the process for good.</summary>
    public long StartTicks;

    /// <summary>User and system time of its threads, in ticks.</summary>
    public long CpuTicks;

    public long ResidentPages;

    /// <summary>The letter of its state.</summary>
    public byte State;

    /// <summary>It can still do something. A first thread that ended while others run shows as a zombie, yet the process lives.</summary>
    public readonly bool IsAlive => State is not ((byte)'Z' or (byte)'X') || Threads > 1;

    /// <summary>Reads a line of stat; false when it is none.</summary>
    public static bool TryParse(ReadOnlySpan<byte> line, out ProcessEntry entry)
    {
        entry = default;
        var open = line.IndexOf((byte)'(');
        // The name between the brackets is the program's choice and may hold brackets and spaces.
        var close = line.LastIndexOf((byte)')');
        if (open < 2 || close < open || close + 3 >= line.Length) return false;
        if (!System.Buffers.Text.Utf8Parser.TryParse(line, out entry.Pid, out _)) return false;
        var rest = line[(close + 2)..];
        entry.State = rest[0];
        rest = rest[2..];
        // Numbered as in proc(5), from the fourth field on.
        for (var field = 4; field <= 24; field++)
        {
            if (!System.Buffers.Text.Utf8Parser.TryParse(rest, out long value, out var used)) return false;
            entry.Set(field, value);
            rest = rest.Length > used ? rest[(used + 1)..] : [];
        }

        return true;
    }

    private void Set(int field, long value)
    {
        switch (field)
        {
            case 4: Parent = (int)value; break;
            case 5: Group = (int)value; break;
            case 6: Session = (int)value; break;
            case 14 or 15: CpuTicks += value; break;
            case 20: Threads = (int)value; break;
            case 22: StartTicks = value; break;
            case 24: ResidentPages = value; break;
        }
    }
}
