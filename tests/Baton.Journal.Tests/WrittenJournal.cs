using Baton.Core.Notices;
using Baton.Journal.Reading;
using Baton.TestKit;

namespace Baton.Journal.Tests;

/// <summary>A journal in a folder of its own, written and read by tests as a daemon does.</summary>
internal sealed class WrittenJournal : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public ManualTime Time { get; } = new();

    public string Folder => _folder["journal"];

    public JournalLimits Limits { get; init; } = JournalLimits.Default;

    /// <summary>The life of one daemon: opens, publishes, closes in order.</summary>
    public async Task<NoticeJournal> LiveAsync(Action<NoticeBoard> publish)
    {
        using var journal = Open(out var board);
        publish(board);
        await Eventually.ReturnsAsync(Task.Run(async () =>
        {
            await journal.CloseAsync();
            return true;
        }), "the journal to be closed");
        return journal;
    }

    public NoticeJournal Open(out NoticeBoard board)
    {
        var journal = NoticeJournal.Open(Folder, Limits, Time);
        board = new NoticeBoard(Time, lastSeq: journal.LastSeq);
        journal.Connect(board, bug => throw new Xunit.Sdk.XunitException(bug.ToString()));
        return journal;
    }

    /// <summary>All that is in it, in pages of a few.</summary>
    public static List<Notice> All(NoticeJournal journal, NoticeFilter? filter = null) => All(journal, filter, out _);

    public static List<Notice> All(NoticeJournal journal, NoticeFilter? filter, out long missed)
    {
        var all = new List<Notice>();
        var place = new JournalPlace(0);
        missed = 0;
        while (true)
        {
            var page = journal.Reader.Read(place, 7, filter ?? NoticeFilter.All);
            all.AddRange(page.Notices);
            missed += page.Missed;
            place = page.Next;
            if (page.IsEnd) return all;
        }
    }

    public string[] Segments() => [.. Directory.GetFiles(Folder, "*.journal").Order(StringComparer.Ordinal)];

    public void Dispose() => _folder.Dispose();
}
