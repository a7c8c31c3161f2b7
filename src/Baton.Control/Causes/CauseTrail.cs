using Baton.Core.Notices;
using Baton.Journal.Reading;

namespace Baton.Control.Causes;

/// <summary>What is known of how a service came to be as it is: its own facts, and those of others that they follow from.</summary>
/// <param name="Own">Facts of the service, the newest first.</param>
/// <param name="Others">Facts of others, by number.</param>
/// <param name="IsWhole">Nothing that tells more is looked for.</param>
internal sealed record CauseTrail(IReadOnlyList<Notice> Own, IReadOnlyDictionary<long, Notice> Others, bool IsWhole = true)
{
    /// <summary>A service that changes more often than that within one story is told in part.</summary>
    private const int MostOwn = 1000;

    /// <summary>How far the causes of others are followed.</summary>
    private const int MostOthers = 100;

    /// <summary>Goes back from the newest fact until <paramref name="isEnough"/> says so of the service's own, the newest first.</summary>
    /// <param name="board">The newest facts.</param>
    /// <param name="journal">Older ones; null: none.</param>
    /// <param name="subject">The service.</param>
    /// <param name="isEnough">Whether what was found so far tells all that is wanted.</param>
    /// <param name="readings">How much of the journal may be read; when that is used up, the trail is what was found by then.</param>
    /// <exception cref="OperationCanceledException">Nobody wants it any more.</exception>
    public static CauseTrail Follow(NoticeBoard board, JournalReader? journal, string subject, Func<IReadOnlyList<Notice>, bool> isEnough, Readings readings)
    {
        var trail = new Following(subject, isEnough);
        var oldest = board.Oldest;
        trail.Take(board.After(oldest - 1, int.MaxValue));
        foreach (var stretch in journal?.Backwards(oldest) ?? [])
        {
            if (trail.IsDone || readings.AreUsedUp) break;
            // A cause may lie in the same stretch as what follows from it, so it is read until nothing new is wanted of it.
            while (trail.WantedFrom(stretch.FirstSeq) is { } filter && readings.TryTake()) trail.Take(stretch.Read(filter));
            trail.EndStretch();
        }

        return new CauseTrail(trail.Own, trail.Others, trail.IsDone);
    }

    private sealed class Following(string subject, Func<IReadOnlyList<Notice>, bool> isEnough)
    {
        private readonly HashSet<string> _subjects = [subject];
        private readonly HashSet<long> _wanted = [];
        private readonly HashSet<long> _seen = [];
        private bool _isEnough;
        private bool _isReadForOwn;

        public List<Notice> Own { get; } = [];

        public Dictionary<long, Notice> Others { get; } = [];

        public bool IsDone => _isEnough && _wanted.Count == 0;

        /// <summary>What to read next of a stretch; null: no more of it.</summary>
        public NoticeFilter? WantedFrom(long firstSeq)
        {
            var causes = _wanted.Where(seq => seq >= firstSeq).ToHashSet();
            // Numbers that are not there are not asked for again.
            _wanted.ExceptWith(causes);
            var wantsOwn = !_isEnough && !_isReadForOwn;
            _isReadForOwn = true;
            return wantsOwn ? new NoticeFilter { Subjects = _subjects, Numbers = causes }
                : causes.Count > 0 ? new NoticeFilter { Subjects = new HashSet<string>(), Numbers = causes } : null;
        }

        public void EndStretch() => _isReadForOwn = false;

        /// <summary>Takes facts that are older than all before, or that were asked for by number.</summary>
        public void Take(IReadOnlyList<Notice> notices)
        {
            for (var i = notices.Count - 1; i >= 0; i--)
            {
                var notice = notices[i];
                if (notice.Subject == subject)
                {
                    _wanted.Remove(notice.Seq);
                    if (_isEnough || !_seen.Add(notice.Seq)) continue;
                    Own.Add(notice);
                    _isEnough = Own.Count >= MostOwn || isEnough(Own);
                    Want(notice.Cause);
                }
                else if (_wanted.Remove(notice.Seq) || IsAskedFor(notice))
                {
                    Others[notice.Seq] = notice;
                    if (Others.Count < MostOthers) Want(notice.Cause);
                }
            }
        }

        /// <summary>Of the journal only what is wanted is read; of the board everything is seen.</summary>
        private bool IsAskedFor(Notice notice) => _isReadForOwn && !Others.ContainsKey(notice.Seq);

        private void Want(long? cause)
        {
            if (cause is { } seq && !Others.ContainsKey(seq) && !_seen.Contains(seq)) _wanted.Add(seq);
        }
    }
}
