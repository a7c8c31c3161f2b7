using Baton.Simulation.Bugs;

namespace Baton.Simulation.Histories;

/// <summary>Takes happenings out of a history that fails, for as long as it goes on failing in the same way.</summary>
internal static class Shrinking
{
    /// <summary>A history that fails as this one does, with fewer happenings; by delta debugging, and within a bound of replays.</summary>
    public static IReadOnlyList<Happening> Shrink(ulong seed, Func<PlantedBug> bug, string invariant, int mostReplays = 400)
    {
        IReadOnlyList<Happening> present = Happenings.Draw(new World.Dice(seed).For("happenings"));
        var (parts, replays) = (2, 0);
        while (present.Count > 0 && replays < mostReplays)
        {
            var size = Math.Max(1, (present.Count + parts - 1) / parts);
            var shorter = Without(size).FirstOrDefault(Fails);
            if (shorter is not null) (present, parts) = (shorter, Math.Max(2, parts - 1));
            else if (size == 1) return present;
            else parts = Math.Min(present.Count, parts * 2);
        }

        return present;

        IEnumerable<IReadOnlyList<Happening>> Without(int size)
        {
            var all = present;
            for (var at = 0; at < all.Count && replays < mostReplays; at += size) yield return [.. all.Take(at), .. all.Skip(at + size)];
        }

        bool Fails(IReadOnlyList<Happening> happenings)
        {
            replays++;
            return new History(seed, bug(), happenings).Run()?.Invariant == invariant;
        }
    }
}
