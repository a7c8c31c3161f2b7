using Baton.Contracts;

namespace Baton.Control.Describing;

/// <summary>What programs are told of the graph, the manifest and the daemon itself.</summary>
internal static class AboutProject
{
    public static RouteAbout Graph { get; } = new("Who depends on whom")
    {
        Query = [QueryParameter.Service, new QueryParameter("chain", "also what the last start spent its time on") { IsFlag = true }],
        Answer = () => WireJson.Default.GraphRecord,
        Fails = [404, 503],
    };

    public static RouteAbout Manifest { get; } = new("The manifest that is in force") { Answer = () => WireJson.Default.ManifestRecord, Fails = [404] };

    public static RouteAbout Plan { get; } = new("What a reload would do") { Body = () => WireJson.Default.PlanRequest, Answer = () => WireJson.Default.PlanRecord, Fails = [404] };

    public static RouteAbout Reload { get; } = new("Put a manifest in force")
    {
        Body = () => WireJson.Default.ReloadRequest,
        Answer = () => WireJson.Default.ReloadRecord,
        Fails = [404, 500, 503, 504],
    };

    public static RouteAbout Session { get; } = new("Whether a token is needed, and what it is good for") { Answer = () => WireJson.Default.SessionRecord };

    public static RouteAbout System { get; } = new("The daemon about itself") { Answer = () => WireJson.Default.SystemRecord };

    public static RouteAbout Shutdown { get; } = new("Stop everything and end, or end Baton alone")
    {
        Body = () => WireJson.Default.ShutdownRequest,
        Answer = () => WireJson.Default.SystemRecord,
        Fails = [500, 503],
    };

    public static RouteAbout Upgrade { get; } = new("Let another program be the daemon; on the Unix socket only")
    {
        Body = () => WireJson.Default.UpgradeRequest,
        Answer = () => WireJson.Default.SystemRecord,
        Fails = [500, 503],
    };

    public static RouteAbout OpenApi { get; } = new("This description") { IsTagged = true };
}
