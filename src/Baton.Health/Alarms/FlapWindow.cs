using System.Numerics;

namespace Baton.Health.Alarms;

/// <summary>The latest results, as bits: how often they changed.</summary>
/// <param name="Bits">The newest is the lowest; set for a success.</param>
/// <param name="Count">How many there are, at most <see cref="Most"/>.</param>
public readonly record struct FlapWindow(uint Bits, int Count)
{
    /// <summary>How many results are looked at: 20.</summary>
    public const int Most = 20;

    /// <summary>So many changes among them are flapping: 6.</summary>
    public const int Flapping = 6;

    /// <summary>So few are steady again: 2.</summary>
    public const int Steady = 2;

    /// <summary>How often a result differs from the one before.</summary>
    public int Changes => Count < 2 ? 0 : BitOperations.PopCount((Bits ^ (Bits >> 1)) & ((1u << (Count - 1)) - 1));

    /// <summary>With one more result.</summary>
    public FlapWindow With(bool isSuccess) => new(((Bits << 1) | (isSuccess ? 1u : 0u)) & ((1u << Most) - 1), Math.Min(Count + 1, Most));
}
