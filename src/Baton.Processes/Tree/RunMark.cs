using System.Globalization;
using Baton.Processes.Native;
using Baton.Processes.Records;

namespace Baton.Processes.Tree;

/// <summary>
/// What a process of a run is known by, whatever becomes of its parents. Two marks are inherited by every descendant:
/// <list type="bullet">
/// <item><c>BATON_RUN=STATE/SERVICE/RUN</c> in the environment; a program may clear it.</item>
/// <item>The soft limit RLIMIT_LOCKS, which the kernel keeps, hands on through fork and exec, and has not enforced since Linux 2.4. It
/// needs no privilege, programs have no reason to change it, and it is read with one call, of zombies too. It holds, from the highest
/// bit: 01, then 31 bits of the state id, 15 of the slot, 16 of the run's number.</item>
/// </list>
/// </summary>
/// <param name="State">Id of the state directory.</param>
/// <param name="Slot">Slot of the service in the run table.</param>
/// <param name="Run">Number of the run.</param>
internal readonly record struct RunMark(StateId State, int Slot, int Run)
{
    /// <summary>Name of the environment variable.</summary>
    public const string Variable = "BATON_RUN";

    private const ulong Tag = 1UL << 62, StateBits = 0x7fff_ffff;
    private const int SlotBits = 0x7fff;
    private const int SlotShift = 16, StateShift = 31;

    private ulong Soft => HeadOf(State) | ((ulong)(uint)(Slot & SlotBits) << SlotShift) | (uint)(Run & ushort.MaxValue);

    /// <summary>The environment's value.</summary>
    public static string TextOf(StateId state, RunId id) =>
        string.Create(CultureInfo.InvariantCulture, $"{state}/{id.Service}/{id.Run}");

    /// <summary>Reads the environment's value back; null when it is not of this state directory.</summary>
    public static RunId? Parse(ReadOnlySpan<byte> value, StateId state)
    {
        Span<char> text = stackalloc char[160];
        if (value.Length > text.Length || !System.Text.Ascii.IsValid(value)) return null;
        text = text[..System.Text.Encoding.ASCII.GetChars(value, text)];
        var first = text.IndexOf('/');
        var last = text.LastIndexOf('/');
        if (first < 0 || last == first || !text[..first].SequenceEqual(state.ToString())) return null;
        var service = text[(first + 1)..last].ToString();
        var isNumber = int.TryParse(text[(last + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var run);
        return isNumber && Core.Names.IsValid(service) ? new RunId(service, run) : null;
    }

    /// <summary>Puts the limit mark on a process (0 is ourselves); false when the kernel refuses.</summary>
    public unsafe bool Put(int pid)
    {
        Libc.Limit limit;
        if (Libc.prlimit64(pid, Libc.RLIMIT_LOCKS, null, &limit) != 0) return false;
        limit.Soft = Soft;
        return Libc.prlimit64(pid, Libc.RLIMIT_LOCKS, &limit, null) == 0;
    }

    /// <summary>
    /// Puts a limit mark on ourselves that is of no state directory, for what is started meanwhile: such a process is nobody's rest. What becomes a run
    /// gets its own.
    /// </summary>
    /// <returns>The limit to go back to by <see cref="PutBack"/>; null when the kernel refuses.</returns>
    public static unsafe ulong? PutNobodys()
    {
        Libc.Limit limit;
        if (Libc.prlimit64(0, Libc.RLIMIT_LOCKS, null, &limit) != 0) return null;
        var before = limit.Soft;
        // All bits of the state's id; of two billion state directories one has that.
        limit.Soft = Tag | (StateBits << StateShift);
        return Libc.prlimit64(0, Libc.RLIMIT_LOCKS, &limit, null) == 0 ? before : null;
    }

    /// <summary>Ends what <see cref="PutNobodys"/> began.</summary>
    public static unsafe void PutBack(ulong before)
    {
        Libc.Limit limit;
        if (Libc.prlimit64(0, Libc.RLIMIT_LOCKS, null, &limit) != 0) return;
        limit.Soft = before;
        _ = Libc.prlimit64(0, Libc.RLIMIT_LOCKS, &limit, null);
    }

    /// <summary>Reads the limit mark of a process, dead or alive.</summary>
    public static unsafe LimitMark Read(int pid, StateId state)
    {
        Libc.Limit limit;
        if (Libc.prlimit64(pid, Libc.RLIMIT_LOCKS, null, &limit) != 0 || limit.Soft >> 62 != 1) return LimitMark.None;
        if (limit.Soft >> StateShift != HeadOf(state) >> StateShift) return LimitMark.Foreign;
        return new LimitMark(LimitMarkKind.Ours, (int)((limit.Soft >> SlotShift) & SlotBits), (int)(limit.Soft & ushort.MaxValue));
    }

    /// <summary>The limit mark of a process can be read, whatever it is; not of another user's process, without privilege.</summary>
    public static unsafe bool IsReadable(int pid)
    {
        Libc.Limit limit;
        return Libc.prlimit64(pid, Libc.RLIMIT_LOCKS, null, &limit) == 0;
    }

    /// <summary>It is what was read.</summary>
    public bool Is(LimitMark read) => read.Kind == LimitMarkKind.Ours && read.Slot == Slot && read.RunBits == (Run & ushort.MaxValue);

    private static ulong HeadOf(StateId state) => Tag | ((state.Value & StateBits) << StateShift);
}

/// <summary>Whose limit mark a process carries.</summary>
internal enum LimitMarkKind
{
    None,
    Ours,

    /// <summary>That of another state directory.</summary>
    Foreign,
}

/// <summary>A limit mark as read; slot and run mean something only when it is ours.</summary>
/// <param name="Kind">Whose it is.</param>
/// <param name="Slot">Slot of the service in the run table.</param>
/// <param name="RunBits">The last 16 bits of the run's number.</param>
internal readonly record struct LimitMark(LimitMarkKind Kind, int Slot, int RunBits)
{
    /// <summary>Its run's number: the highest with those bits that is not above <paramref name="lastRun"/>.</summary>
    public int RunUpTo(int lastRun) => Math.Max(lastRun - ((lastRun - RunBits) & ushort.MaxValue), RunBits);

    public static LimitMark None => default;

    public static LimitMark Foreign => new(LimitMarkKind.Foreign, 0, 0);
}
