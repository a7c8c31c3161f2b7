namespace Baton.Supervision.Replicas;

/// <summary>A service of the manifest that is there several times: services <c>NAME.1</c> to <c>NAME.COUNT</c>.</summary>
/// <param name="Name">Name of the whole; no service has it.</param>
/// <param name="Count">How many there are, 0 to <see cref="MaxCount"/>.</param>
/// <param name="Declared">How many the manifest says; <paramref name="Count"/> is another number where people have scaled it.</param>
public sealed record ReplicaSet(string Name, int Count, int Declared)
{
    /// <summary>Most replicas of one service.</summary>
    public const int MaxCount = 1000;

    /// <summary>Most replicas of all services of a manifest together.</summary>
    public const int MaxTotal = 10_000;

    /// <summary>Most dependencies on, and of, replicas together: all replicas of one service on all of another are the product.</summary>
    public const int MaxDependencies = 100_000;

    /// <summary>What people asked for; null where that is what the manifest says.</summary>
    public AskedScale? Scale => Count == Declared ? null : new AskedScale(Count, Declared);
}

/// <summary>A number of replicas that people asked for.</summary>
/// <param name="Count">The number, 0 to <see cref="ReplicaSet.MaxCount"/>.</param>
/// <param name="Declared">What the manifest said then; it holds no longer when that has become another number.</param>
public sealed record AskedScale(int Count, int Declared);
