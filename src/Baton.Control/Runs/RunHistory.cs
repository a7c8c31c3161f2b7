using Baton.Contracts;
using Baton.Control.Causes;
using Baton.Control.Turns;
using Baton.Core.Notices;
using Baton.Journal.Reading;
using Baton.Supervision.Services;

namespace Baton.Control.Runs;

/// <summary>Reads the runs of a service, the newest first: from the newest facts, then from the journal, a part at a time.</summary>
internal static class RunHistory
{
    /// <summary>Runs, and the number of the fact before which older ones are; null when there are none.</summary>
    /// <param name="sources">What there is to read.</param>
    /// <param name="service">The service as it is.</param>
    /// <param name="before">Number of a fact; null: from the newest on.</param>
    /// <param name="limit">At most so many.</param>
    /// <param name="turns">Who may read the journal when.</param>
    /// <param name="gone">Nobody wants them any more.</param>
    public static async Task<(IReadOnlyList<RunRecord> Runs, long? Next)> ReadAsync(
        ControlSources sources, ServiceView service, long? before, int limit, HistoryTurns turns, CancellationToken gone)
    {
        var found = Read(sources, journal: null, service, before, limit, gone);
        // A page that is full by what is in memory needs no more.
        return found.Next is not null || sources.Journal is not { } journal ? found : await turns.AskAsync(() => Read(sources, journal, service, before, limit, gone), gone);
    }

    private static (IReadOnlyList<RunRecord> Runs, long? Next) Read(ControlSources sources, JournalReader? journal, ServiceView service, long? before, int limit, CancellationToken gone)
    {
        var telling = new RunTelling(service, sources.Time.GetUtcNow());
        var runs = new List<RunRecord>();
        long last = 0;
        var readings = new Readings(Readings.MostOfOne, gone);
        foreach (var (facts, first) in Stretches(sources, journal, service.Name, before ?? long.MaxValue))
        {
            for (var i = facts.Count - 1; i >= 0; i--)
            {
                if (telling.Take(facts[i]) is not { } run) continue;
                // One more than wanted, to know whether there is another page.
                if (runs.Count == limit) return (runs, last);
                if (runs.Count == 0 && before is null && run.Run < service.Run && telling.Newest() is { } newest) runs.Add(newest);
                if (runs.Count == limit) return (runs, facts[i].Seq + 1);
                runs.Add(run);
                last = facts[i].Seq;
            }

            // Enough was looked through for one answer. The next page goes on after the last start that was seen, or where nothing was.
            if (!readings.TryTake()) return (runs, runs.Count > 0 ? last : first);
        }

        if (runs.Count == 0 && before is null && telling.Newest() is { } only) runs.Add(only);
        return (runs, null);
    }

    private static IEnumerable<(IReadOnlyList<Notice> Facts, long First)> Stretches(ControlSources sources, JournalReader? journal, string service, long before)
    {
        var filter = new NoticeFilter { Subjects = new HashSet<string> { $"service/{service}" }, Whats = RunWhys.Whats.ToHashSet() };
        // Looked at before the board is read: what leaves the board in between is in the journal, and told once.
        var oldest = sources.Notices.Oldest;
        yield return ([.. sources.Notices.After(oldest - 1, int.MaxValue).Where(notice => notice.Seq < before && filter.Wants(notice))], oldest);
        foreach (var stretch in journal?.Backwards(Math.Min(before, oldest)) ?? []) yield return (stretch.Read(filter), stretch.FirstSeq);
    }
}
