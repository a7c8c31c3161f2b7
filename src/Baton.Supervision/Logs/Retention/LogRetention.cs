using Baton.Processes;
using Baton.Processes.Output;

namespace Baton.Supervision.Logs.Retention;

/// <summary>How much of the past is kept, of all services together; how many runs of each is its own policy's.</summary>
/// <param name="Bytes">All log files together, in bytes. Default 1 GB (1,000,000,000).</param>
/// <param name="Age">A file that nothing was written to for longer goes; 0 (the default): however old.</param>
public sealed record LogRetention(long Bytes, TimeSpan Age = default)
{
    /// <summary>1 GB, of any age.</summary>
    public static LogRetention Default { get; } = new(1_000_000_000);

    /// <summary>
    /// Which files go: those of runs too long ago and those too old, then the oldest until the rest fits. Files of live runs stay,
    /// whatever their size.
    /// </summary>
    /// <param name="files">All there are, or all of some services.</param>
    /// <param name="runs">How many runs of a service are kept.</param>
    /// <param name="live">Runs that have a process.</param>
    /// <param name="now">The present time (UTC).</param>
    public IReadOnlyList<LogFileName> Expired(IReadOnlyList<KeptLog> files, Func<string, int> runs, IReadOnlySet<RunId> live, DateTime now)
    {
        var expired = new List<LogFileName>();
        var kept = new List<KeptLog>();
        foreach (var service in files.GroupBy(file => file.Name.Service))
        {
            var newest = service.Select(file => file.Name.Run).Distinct().OrderDescending().Take(runs(service.Key)).ToHashSet();
            foreach (var file in service)
            {
                var isOld = !newest.Contains(file.Name.Run) || (Age > TimeSpan.Zero && now - file.WrittenAt > Age);
                if (isOld && !live.Contains(IdOf(file.Name))) expired.Add(file.Name);
                else kept.Add(file);
            }
        }

        var total = kept.Sum(file => file.Bytes);
        // The time in a name is one of whole seconds: of runs of the same second the number tells which was earlier.
        var oldestFirst = kept.Where(file => !live.Contains(IdOf(file.Name)))
            .OrderBy(file => file.Name.StartedAt).ThenBy(file => file.Name.Service, StringComparer.Ordinal).ThenBy(file => file.Name.Run).ThenBy(file => file.Name.Segment ?? int.MaxValue);
        foreach (var file in oldestFirst)
        {
            if (total <= Bytes) break;
            total -= file.Bytes;
            expired.Add(file.Name);
        }

        return expired;
    }

    private static RunId IdOf(LogFileName name) => new(name.Service, name.Run);
}
