using Baton.Contracts;

namespace Baton.Control.Describing;

/// <summary>What programs are told of logs and events.</summary>
internal static class AboutHistory
{
    private static readonly QueryParameter Since = new("since", "from this time on: RFC 3339, or how long ago, as 90s, 10m, 2h, 3d");

    public static RouteAbout Logs { get; } = new("Lines that services wrote, merged by time")
    {
        Query =
        [
            QueryParameter.Service,
            new("stream", "only this stream") { Words = ["stdout", "stderr", "baton"] },
            new("run", "only this run, of one service") { From = 1, To = int.MaxValue },
            new("previous", "only the run before the newest") { IsFlag = true },
            Since,
            new("until", "up to this time, in the same forms"),
            new("grep", "only lines that this regular expression fits"),
            new("ignore_case", "for grep: in any case") { IsFlag = true },
            new("tail", "begin so many lines before the end") { From = 0, To = 100_000 },
            QueryParameter.Limit,
            QueryParameter.Cursor,
        ],
        Answer = () => WireJson.Default.PageLogLine,
        IsStreamed = true,
        Fails = [404, 500, 503],
    };

    public static RouteAbout Events { get; } = new("What changed and why")
    {
        Query =
        [
            new("after", "events after this number") { From = 0, To = long.MaxValue },
            QueryParameter.Cursor,
            Since,
            new("tail", "begin so many events before the end") { From = 0, To = 100_000 },
            QueryParameter.Service,
            new("subject", "only events about this") { IsRepeated = true },
            new("what", "only facts of this word") { IsRepeated = true },
            QueryParameter.Limit,
        ],
        Answer = () => WireJson.Default.EventPage,
        IsStreamed = true,
        Fails = [404, 503],
    };
}
