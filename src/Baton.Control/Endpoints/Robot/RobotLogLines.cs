using Baton.Contracts.Robot;
using Baton.Control.Mapping;
using Baton.Control.Routing;
using Baton.Supervision.Logs;

namespace Baton.Control.Endpoints.Robot;

/// <summary><c>/api/services/logs/{name}</c>: the last lines of a service, over all its runs that are kept, read from the end.</summary>
internal static class RobotLogLines
{
    private const int DefaultLines = 50;
    private const int MostLines = 1000;
    private const int MostPages = 256;

    // Both streams are in one file: a service that writes to one alone would have all of it searched for the other, at each request.
    private const long LookBackBytes = 8 * 1024 * 1024;

    public static async Task GetAsync(ControlRequest request)
    {
        // The name first: of a service that is not there nothing is asked, whatever the rest says.
        var service = RobotServices.Find(request).Name;
        var count = RobotQuery.Number(request.Context.Request, "lines", 1, MostLines, DefaultLines);
        var stdout = await LastAsync(request, service, LogStreamKind.Stdout, count);
        var stderr = await LastAsync(request, service, LogStreamKind.Stderr, count);
        await Answer.WriteAsync(request.Context, new RobotLogs(true, service, new RobotLines(stdout, stderr)), RobotJson.Default.RobotLogs);
    }

    private static async Task<IReadOnlyList<string>> LastAsync(ControlRequest request, string service, LogStreamKind stream, int count)
    {
        // One more, since the first may be the rest of a line. Where lines were cut in pieces, as many pieces are fewer lines.
        for (var tail = count + 1; ; tail = Math.Min(tail * 4, LogQuery.MaxTail))
        {
            var lines = new WholeLines(count);
            var pieces = await ReadAsync(request, new LogQuery { Services = [service], Stream = stream, Tail = tail, Since = DateTime.UnixEpoch, TailBytes = LookBackBytes }, lines);
            if (lines.IsFull || pieces < tail || tail == LogQuery.MaxTail) return lines.ToList();
        }
    }

    /// <summary>Reads to the end of the log; how many lines of the files that were.</summary>
    private static async Task<int> ReadAsync(ControlRequest request, LogQuery query, WholeLines lines)
    {
        var batch = new LogBatch(MostLines);
        var (found, isOpen) = (0, false);
        // A service that writes faster than this reads is not followed for ever.
        for (var pages = 0; pages < MostPages; pages++)
        {
            var page = await request.Sources.Logs.ReadAsync(query, batch, request.Gone);
            foreach (var entry in batch.Entries)
            {
                // Notes of Baton are no output.
                if (entry.Stream != query.Stream) continue;
                lines.Add(batch.TextOf(entry), entry.IsContinued, entry.EndsLine);
                if (entry.EndsLine) found++;
                isOpen = !entry.EndsLine;
            }

            if (page.Next is null) break;
            query = query with { Cursor = page.Next };
        }

        return isOpen ? found + 1 : found;
    }
}
