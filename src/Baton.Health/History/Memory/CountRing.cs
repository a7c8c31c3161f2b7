namespace Baton.Health.History.Memory;

/// <summary>
/// Successes and failures of the newest slots of time, in memory that never grows. Each slot knows which time it is of, so that a clock that jumps and comes back
/// costs the slots that it wrote to and no others. A count ends at <see cref="Most"/>, which is 700 a second for six hours.
/// </summary>
/// <param name="seconds">Length of a slot.</param>
/// <param name="slots">How many there are.</param>
internal sealed class CountRing(long seconds, int slots)
{
    private const int Most = 0xff_ffff, Laps = 0x1_0000;

    private Slot[] _slots = [];

    public void Add(DateTimeOffset at, long successes, long failures)
    {
        // A monitor that was never asked needs nothing.
        if (_slots.Length == 0) _slots = new Slot[slots];
        var index = IndexOf(at);
        ref var slot = ref _slots[(int)(index % slots)];
        var before = slot.Lap == LapOf(index) ? slot : default;
        slot = new Slot(LapOf(index), Sum(before.Successes, successes), Sum(before.Failures, failures));
    }

    /// <summary>The sums of the present slot and of those before it that a span reaches into.</summary>
    public Uptime Sum(DateTimeOffset now, TimeSpan span)
    {
        var last = IndexOf(now);
        var first = Math.Max(last - slots + 1, IndexOf(now - span));
        long successes = 0, failures = 0;
        for (var index = _slots.Length == 0 ? last + 1 : first; index <= last; index++)
        {
            var slot = _slots[(int)(index % slots)];
            if (slot.Lap != LapOf(index)) continue;
            successes += slot.Successes;
            failures += slot.Failures;
        }

        return new Uptime(successes, failures);
    }

    private static int Sum(int count, long more) => (int)Math.Min(Most, count + more);

    private long IndexOf(DateTimeOffset at) => Math.Max(0, at.ToUnixTimeSeconds()) / seconds;

    // The times of one place in the ring are as many slots apart as there are; after 65,536 rounds, which are seven years or more, they are told apart no more.
    private int LapOf(long index) => (int)(index / slots % Laps);

    // Eight bytes: there are two hundred for each monitor.
    private readonly struct Slot(int lap, int successes, int failures)
    {
        private readonly ulong _packed = ((ulong)lap << 48) | ((ulong)successes << 24) | (uint)failures;

        public int Lap => (int)(_packed >> 48);

        public int Successes => (int)((_packed >> 24) & Most);

        public int Failures => (int)(_packed & Most);
    }
}
