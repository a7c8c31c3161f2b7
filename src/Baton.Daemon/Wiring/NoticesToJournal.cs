using Baton.Core.Notices;
using Baton.Journal;
using Baton.Journal.Reading;
using Baton.Supervision.Manifests;

namespace Baton.Daemon.Wiring;

/// <summary>Notices to the journal of the state directory, whose numbers go on from one daemon to the next.</summary>
internal sealed class NoticesToJournal : IDisposable
{
    /// <summary>Longer than any journal is old; the clock can be that much less.</summary>
    private static readonly TimeSpan Forever = TimeSpan.FromDays(365 * 1000);

    private readonly NoticeJournal _journal;

    private NoticesToJournal(NoticeJournal journal, TimeProvider time)
    {
        _journal = journal;
        Notices = new NoticeBoard(time, lastSeq: journal.LastSeq);
    }

    /// <summary>The board whose notices are written.</summary>
    public NoticeBoard Notices { get; }

    /// <summary>Reads what was written, by this daemon and earlier ones.</summary>
    public JournalReader Reader => _journal.Reader;

    /// <summary>Opens the journal; one that cannot be opened is told of, and the daemon goes on without.</summary>
    /// <param name="stateDirectory">The caller holds it.</param>
    /// <param name="keep">How much is kept; null: nothing is deleted.</param>
    /// <param name="time">The clock.</param>
    /// <param name="crashed">Told of a bug.</param>
    public static NoticesToJournal Open(string stateDirectory, ProjectSection? keep, TimeProvider time, Action<Exception> crashed)
    {
        var journal = NoticeJournal.Open(Path.Combine(stateDirectory, "journal"), LimitsOf(keep), time);
        var wiring = new NoticesToJournal(journal, time);
        journal.Damaged = sentence => wiring.Notices.Publish("daemon", "journal_damaged", cause: null, sentence);
        journal.Connect(wiring.Notices, crashed);
        return wiring;
    }

    /// <summary>Another manifest holds.</summary>
    public void Follow(ProjectSection keep) => _journal.Limits = LimitsOf(keep);

    /// <summary>Tells what was found when it was opened; once somebody listens.</summary>
    public void TellProblems()
    {
        foreach (var problem in _journal.Problems) Notices.Publish("daemon", "journal_repaired", cause: null, problem);
    }

    /// <summary>Writes what was published so far, where the disk takes it, then ends.</summary>
    public Task CloseAsync() => _journal.CloseAsync();

    /// <inheritdoc/>
    public void Dispose() => _journal.Dispose();

    private static JournalLimits LimitsOf(ProjectSection? keep) => new()
    {
        TotalBytes = keep?.JournalBytes ?? long.MaxValue / 2,
        Age = keep is { JournalAge: var age } && age > TimeSpan.Zero ? age : Forever,
    };
}
