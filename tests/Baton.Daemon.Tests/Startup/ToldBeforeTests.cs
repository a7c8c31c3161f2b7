using Baton.Core.Notices;
using Baton.Daemon.Startup;
using Baton.Journal;
using Baton.TestKit;

namespace Baton.Daemon.Tests.Startup;

/// <summary>Ends of runs that an earlier daemon told and did not note.</summary>
public sealed class ToldBeforeTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task An_end_is_known_as_long_as_no_later_run_was_started()
    {
        long told;
        using (var journal = Open(out var board))
        {
            board.Publish("service/lamp", "starting", cause: null, "run 1");
            board.Publish("service/lamp", "exited", cause: null, "exit code 1");
            board.Publish("service/web", "starting", cause: null, "run 1");
            board.Publish("service/web", "exited", cause: null, "exit code 1");
            board.Publish("service/web", "starting", cause: null, "run 2");
            board.Publish("service/lamp", "starting", cause: null, "run 2");
            told = board.Publish("service/lamp", "exited", cause: null, "exit code 2");
            await journal.CloseAsync();
        }

        using var next = Open(out var after);
        var before = new ToldBefore(next.Reader, after.Began);
        Assert.Equal(told, before.Of("service/lamp", "exited"));
        Assert.Null(before.Of("service/lamp", "spawn_failed"));
        Assert.Null(before.Of("service/web", "exited"));
        Assert.Null(before.Of("service/db", "exited"));
    }

    private NoticeJournal Open(out NoticeBoard board)
    {
        var journal = NoticeJournal.Open(_folder["journal"], JournalLimits.Default, TimeProvider.System);
        board = new NoticeBoard(TimeProvider.System, lastSeq: journal.LastSeq);
        journal.Connect(board, bug => Assert.Fail(bug.ToString()));
        return journal;
    }
}
