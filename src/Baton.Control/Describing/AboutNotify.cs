using Baton.Contracts;

namespace Baton.Control.Describing;

/// <summary>What programs are told of figures, and of who is told of events.</summary>
internal static class AboutNotify
{
    public static RouteAbout Metrics { get; } = new("Figures in the text format of Prometheus");

    public static RouteAbout List { get; } = new("Who is told of events") { Answer = () => WireJson.Default.PageNotifyRecord };

    public static RouteAbout Test { get; } = new("Send a message that is no event")
    {
        Body = () => WireJson.Default.NotifyTestRequest,
        Answer = () => WireJson.Default.NotifyTestRecord,
        Fails = [404],
    };
}
