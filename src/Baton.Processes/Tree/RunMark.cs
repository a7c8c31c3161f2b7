using System.Globalization;
using Baton.Processes.Native;
using Baton.Processes.Records;

namespace Baton.Processes.Tree;

/// <summary>
/// What a process of a run is known by, whatever becomes of its parents. Two marks are inherited by every descendant:
/// <list type="bullet">
/// <item><c>BATON_RUN=STATE/SERVICE/RUN</c> in the environment; a program may clear it.</item>
/// <item>The limit RLIMIT_LOCKS, which the kernel keeps, hands on through fork and exec, and has not enforced since Linux 2.4: its soft
/// value holds slot and run, its hard value the state id. Programs have no reason to change it; it is read with one call, of zombies
/// too. A process that already carries another's mark and may not raise limits keeps that one, and only the environment tells.</item>
/// </list>
/// </summary>
/// <param name="State">Id of the state directory.</param>
/// <param name="Slot">Slot of the service in the run table.</param>
/// <param name="Run">Number of the run.</param>
internal readonly record struct RunMark(StateId State, int Slot, int Run)
{
    /// <summary>Name of the environment variable.</summary>
    public const string Variable = "BATON_RUN";

    private const ulong Tag = 1UL << 62;

    private ulong Hard => HardOf(State);

    private ulong Soft => unchecked(((ulong)(uint)Slot << 32) | (uint)Run);

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

    /// <summary>Puts the limit mark on a process that has just been spawned; false when the kernel refuses.</summary>
    public unsafe bool Put(int pid)
    {
        var limit = new Libc.Limit { Soft = Soft, Hard = Hard };
        return Libc.prlimit64(pid, Libc.RLIMIT_LOCKS, &limit, null) == 0;
    }

    /// <summary>Reads the limit mark of a process, dead or alive.</summary>
    public static unsafe LimitMark Read(int pid, StateId state)
    {
        Libc.Limit limit;
        if (Libc.prlimit64(pid, Libc.RLIMIT_LOCKS, null, &limit) != 0) return LimitMark.None;
        if (limit.Hard == HardOf(state)) return new LimitMark(LimitMarkKind.Ours, unchecked((int)(limit.Soft >> 32)), unchecked((int)limit.Soft));
        return limit.Hard >> 62 == 1 ? LimitMark.Foreign : LimitMark.None;
    }

    private static ulong HardOf(StateId state) => Tag | (state.Value & (Tag - 1));
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
internal readonly record struct LimitMark(LimitMarkKind Kind, int Slot, int Run)
{
    public static LimitMark None => default;

    public static LimitMark Foreign => new(LimitMarkKind.Foreign, 0, 0);
}
