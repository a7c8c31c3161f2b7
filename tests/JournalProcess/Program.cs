using System.Globalization;
using Baton.Core.Notices;
using Baton.Journal;
using Baton.Journal.Reading;
using Baton.JournalProcess;

// Writes a journal as fast as it can until it is killed; on each line the number that was just published and, behind it, one that was
// seen in the journal.
if (args.Length is not (2 or 3) || !int.TryParse(args[1], CultureInfo.InvariantCulture, out var segmentBytes))
{
    Console.Error.WriteLine("usage: JournalProcess FOLDER SEGMENT-BYTES [full|speed]");
    return 64;
}

using var journal = NoticeJournal.Open(args[0], new JournalLimits { SegmentBytes = segmentBytes }, TimeProvider.System);
var board = new NoticeBoard(TimeProvider.System, lastSeq: journal.LastSeq);
journal.Connect(board, bug => Environment.FailFast(bug.ToString()));
if (args is [_, _, "speed"]) return Speed.Run(journal, board);
if (args.Length == 3) return await FullDisk.RunAsync(journal, board, args[0]);
Console.WriteLine(FormattableString.Invariant($"begin {journal.LastSeq} {string.Join("; ", journal.Problems)}"));
var detail = new string('x', 100);
while (true)
{
    for (var i = 0; i < 500; i++) board.Publish("service/api", "tick", board.Last, detail);
    var seen = journal.Reader.Newest(long.MaxValue, 1, NoticeFilter.All);
    Console.WriteLine(FormattableString.Invariant($"{board.Last} {seen.First ?? 0}"));
}
