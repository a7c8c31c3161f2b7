using System.Diagnostics;
using Baton.Core.Notices;
using Baton.Journal;
using Baton.Journal.Reading;

namespace Baton.JournalProcess;

/// <summary>Publishes a million facts, no faster than a reader follows, and tells how long that took.</summary>
internal static class Speed
{
    private const int Facts = 1_000_000;
    private const int Batch = 1000;

    public static int Run(NoticeJournal journal, NoticeBoard board)
    {
        var detail = new string('x', 60);
        var began = Stopwatch.GetTimestamp();
        var place = new JournalPlace(0);
        long read = 0;
        for (var i = 0; i < Facts / Batch; i++)
        {
            for (var j = 0; j < Batch; j++) board.Publish("service/api", "tick", board.Last, detail);
            while (place.Seq < board.Last)
            {
                var page = journal.Reader.Read(place, Batch, NoticeFilter.All);
                read += page.Notices.Count;
                place = page.Next;
            }
        }

        Console.WriteLine(FormattableString.Invariant($"{read} written and read in {Stopwatch.GetElapsedTime(began).TotalSeconds:0.0} s"));
        return 0;
    }
}
