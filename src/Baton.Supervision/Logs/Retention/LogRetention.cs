using Baton.Processes;
using Baton.Processes.Output;

namespace Baton.Supervision.Logs.Retention;

/// <summary>How much of the past is kept.</summary>
/// <param name="Runs">Runs per service whose files are kept, the present one counted. Default 20.</param>
/// <param name="Bytes">All log files together, in bytes. Default 1 GB (1,000,000,000).</param>
public sealed record LogRetention(int Runs, long Bytes)
{
    /// <summary>20 runs, 1 GB.</summary>
    public static LogRetention Default { get; } = new(20, 1_000_000_000);

    /// <summary>Which files go: those of runs too long ago, then the oldest until the rest fits. Files of live runs stay, whatever their size.</summary>
    public IReadOnlyList<LogFileName> Expired(IReadOnlyList<(LogFileName Name, long Bytes)> files, IReadOnlySet<RunId> live)
    {
        var expired = new List<LogFileName>();
        var kept = new List<(LogFileName Name, long Bytes)>();
        foreach (var service in files.GroupBy(file => file.Name.Service))
        {
            var runs = service.Select(file => file.Name.Run).Distinct().OrderDescending().Take(Runs).ToHashSet();
            foreach (var file in service)
            {
                if (runs.Contains(file.Name.Run) || live.Contains(IdOf(file.Name))) kept.Add(file);
                else expired.Add(file.Name);
            }
        }

        var total = kept.Sum(file => file.Bytes);
        foreach (var file in kept.Where(file => !live.Contains(IdOf(file.Name))).OrderBy(file => file.Name.StartedAt).ThenBy(file => file.Name.Segment ?? int.MaxValue))
        {
            if (total <= Bytes) break;
            total -= file.Bytes;
            expired.Add(file.Name);
        }

        return expired;
    }

    private static RunId IdOf(LogFileName name) => new(name.Service, name.Run);
}
