namespace Baton.Health.History.Memory;

/// <summary>
/// Successes and failures of the newest slots of time, in memory that never grows. Each slot knows which time it is of, so that a clock that jumps and comes back
/// costs the slots that it wrote to and no others.
/// </summary>
/// <param name="seconds">Length of a slot.</param>
/// <param name="slots">How many there are.</param>
internal sealed class CountRing(long seconds, int slots)
{
    private Slot[] _slots = [];

    public void Add(DateTimeOffset at, long successes, long failures)
    {
        // A monitor that was never asked needs nothing.
        if (_slots.Length == 0) _slots = new Slot[slots];
        var index = IndexOf(at);
        ref var slot = ref _slots[(int)(index % slots)];
        if (slot.Index != index) slot = new Slot((int)index, 0, 0);
        slot = slot with { Successes = Sum(slot.Successes, successes), Failures = Sum(slot.Failures, failures) };
    }

    /// <summary>The sums of the present slot and of those before it that a span reaches into.</summary>
    public Uptime Sum(DateTimeOffset now, TimeSpan span)
    {
        var last = IndexOf(now);
        var first = Math.Max(last - slots + 1, IndexOf(now - span));
        long successes = 0, failures = 0;
        foreach (var slot in _slots)
        {
            if (slot.Index < first || slot.Index > last) continue;
            successes += slot.Successes;
            failures += slot.Failures;
        }

        return new Uptime(successes, failures);
    }

    private static int Sum(int count, long more) => (int)Math.Min(int.MaxValue, count + more);

    private long IndexOf(DateTimeOffset at) => Math.Max(0, at.ToUnixTimeSeconds()) / seconds;

    private readonly record struct Slot(int Index, int Successes, int Failures);
}
