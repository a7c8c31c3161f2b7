using System.Globalization;

namespace Baton.Supervision.Reload;

/// <summary>A service of which there are to be more or fewer replicas.</summary>
/// <param name="Name">Name of the whole.</param>
/// <param name="From">How many there are.</param>
/// <param name="To">How many there are to be.</param>
public sealed record ScaledService(string Name, int From, int To)
{
    /// <summary><c>web 2 → 4</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Name} {From} → {To}");

    /// <summary>Those that have replicas in both, and another number of them.</summary>
    public static IReadOnlyList<ScaledService> Between(ServiceSet before, ServiceSet after)
    {
        if (before.Replicas.Count == 0 || after.Replicas.Count == 0) return [];
        var known = before.Replicas.ToDictionary(whole => whole.Name, whole => whole.Count);
        return [.. after.Replicas.Where(whole => known.TryGetValue(whole.Name, out var count) && count != whole.Count).Select(whole => new ScaledService(whole.Name, known[whole.Name], whole.Count))];
    }
}
