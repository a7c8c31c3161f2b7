using Baton.Core.Notices;
using Baton.Journal;
using Baton.Journal.Reading;

namespace Baton.JournalProcess;

/// <summary>Fills the disk under a journal, publishes more than a board keeps, makes room again, and tells what became of it.</summary>
internal static class FullDisk
{
    private const int Published = 6000;

    public static async Task<int> RunAsync(NoticeJournal journal, NoticeBoard board, string folder)
    {
        var trouble = new TaskCompletionSource<string?>(TaskCreationOptions.RunContinuationsAsynchronously);
        var well = new TaskCompletionSource<string?>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var listening = board.Listen(notice =>
        {
            if (notice.What == "journal_trouble") trouble.TrySetResult(notice.Detail);
            if (notice.What == "journal_ok") well.TrySetResult(notice.Detail);
        });
        var filler = Path.Combine(folder, "filler");
        Fill(filler);
        // Long texts until the room in the last block is used up, too.
        while (!trouble.Task.IsCompleted)
        {
            board.Publish("service/api", "before", cause: null, new string('x', 10_000));
            await Task.Yield();
        }

        for (var i = 0; i < Published; i++) board.Publish("service/api", "during");
        Console.WriteLine(await trouble.Task);
        File.Delete(filler);
        Console.WriteLine(await well.Task);
        await journal.CloseAsync();
        var page = journal.Reader.Read(new JournalPlace(0), int.MaxValue, NoticeFilter.All);
        var (read, missed) = (page.Notices.Count, page.Missed + (page.Notices.Count > 0 ? page.Notices[0].Seq - 1 : 0));
        while (!page.IsEnd)
        {
            page = journal.Reader.Read(page.Next, int.MaxValue, NoticeFilter.All);
            (read, missed) = (read + page.Notices.Count, missed + page.Missed);
        }

        Console.WriteLine(FormattableString.Invariant($"{board.Last} {read} {missed}"));
        return 0;
    }

    private static void Fill(string path)
    {
        using var file = File.OpenHandle(path, FileMode.Create, FileAccess.Write);
        long length = 0;
        try
        {
            for (; ; length += 4096) RandomAccess.Write(file, new byte[4096], length);
        }
        catch (IOException)
        {
            // That is what it is for.
        }
    }
}
