using System.Numerics;

namespace Baton.Simulation.World;

/// <summary>
/// Chance, as a function of a seed and of what is asked about: what happens to one run does not depend on how often others were asked, so that
/// a history with fewer faults is the same history but for what follows from them.
/// </summary>
internal sealed class Dice(ulong seed)
{
    private ulong _drawn;

    /// <summary>Dice of their own for one thing.</summary>
    public Dice For(string purpose, string name = "", int number = 0)
    {
        var hash = 14695981039346656037UL ^ seed;
        foreach (var c in purpose) hash = unchecked((hash ^ c) * 1099511628211UL);
        foreach (var c in name) hash = unchecked((hash ^ c) * 1099511628211UL);
        return new Dice(unchecked(Mixed(hash) + ((ulong)(uint)number * 0x9E3779B97F4A7C15UL)));
    }

    /// <summary>A number in [0, 1).</summary>
    public double Next()
    {
        _drawn++;
        return (Mixed(unchecked(seed + (_drawn * 0x9E3779B97F4A7C15UL))) >> 11) * (1.0 / (1UL << 53));
    }

    /// <summary>A number in [0, <paramref name="limit"/>).</summary>
    public int Below(int limit) => (int)(Next() * limit);

    /// <summary>True in <paramref name="share"/> of all cases.</summary>
    public bool Is(double share) => Next() < share;

    /// <summary>One of these.</summary>
    public T OneOf<T>(params ReadOnlySpan<T> all) => all[Below(all.Length)];

    /// <summary>A span between these, in seconds.</summary>
    public TimeSpan Seconds(double from, double to) => TimeSpan.FromSeconds(from + (Next() * (to - from)));

    private static ulong Mixed(ulong z)
    {
        unchecked
        {
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
            return BitOperations.RotateLeft(z ^ (z >> 31), 17);
        }
    }
}
