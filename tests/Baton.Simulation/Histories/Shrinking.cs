namespace Baton.Simulation.Histories;

/// <summary>Takes happenings out of a history that fails, for as long as it goes on failing in the same way.</summary>
internal static class Shrinking
{
    /// <summary>Fewer happenings that fail as these do; by delta debugging, and within a bound of replays.</summary>
    /// <param name="all">Those of a history that fails.</param>
    /// <param name="fails">Whether a history of these fails in that way.</param>
    /// <param name="mostReplays">How often that is tried.</param>
    public static IReadOnlyList<T> Shrink<T>(IReadOnlyList<T> all, Func<IReadOnlyList<T>, bool> fails, int mostReplays = 400)
    {
        var present = all;
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

        IEnumerable<IReadOnlyList<T>> Without(int size)
        {
            var whole = present;
            for (var at = 0; at < whole.Count && replays < mostReplays; at += size) yield return [.. whole.Take(at), .. whole.Skip(at + size)];
        }

        bool Fails(IReadOnlyList<T> happenings)
        {
            replays++;
            return fails(happenings);
        }
    }
}
