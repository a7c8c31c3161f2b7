using Baton.Contracts;

namespace Baton.Control.Describing;

/// <summary>What programs are told of <c>/api/v1/services</c>.</summary>
internal static class AboutServices
{
    public static RouteAbout List { get; } = new("The services, page by page, in the order of the manifest")
    {
        Query =
        [
            QueryParameter.Service,
            new("state", "only services in this state") { Words = ["stopped", "waiting_dependencies", "waiting_devices", "starting", "running", "stopping", "backoff", "failed", "completed"], IsRepeated = true },
            new("ready", "only services that are ready, or are not") { IsFlag = true },
            new("search", "what stands in the name, display name, description or a group"),
            QueryParameter.Limit,
            QueryParameter.Cursor,
        ],
        IsStreamed = true,
        Answer = () => WireJson.Default.PageServiceRecord,
        IsTagged = true,
        Fails = [404, 503],
    };

    public static RouteAbout One { get; } = new("One service") { Answer = () => WireJson.Default.ServiceRecord };

    public static RouteAbout Why { get; } = new("Why a service is in its state")
    {
        Query = [new QueryParameter("last", "over how many starts or requests to go back; default 1") { From = 1, To = 50 }],
        Answer = () => WireJson.Default.WhyRecord,
        Fails = [503],
    };

    public static RouteAbout Launch { get; } = new("What a service is run with; on the Unix socket only") { Answer = () => WireJson.Default.LaunchRecord };

    public static RouteAbout Start { get; } = Act("Start services and what they depend on") with { Fails = [404, 502, 503, 504] };

    public static RouteAbout Stop { get; } = Act("Stop services, what depends on them first");

    public static RouteAbout Restart { get; } = Act("Stop services, then start them again") with { Fails = [404, 502, 503, 504] };

    public static RouteAbout Wait { get; } = Act("Wait until services are ready, completed or stopped") with { Body = () => WireJson.Default.WaitRequest };

    public static RouteAbout Enable { get; } = Act("Let \"up\" start services from now on") with { Body = () => WireJson.Default.EnableRequest, Fails = [404, 500, 502, 503, 504] };

    public static RouteAbout Disable { get; } = Act("Let \"up\" start services no more") with { Body = () => WireJson.Default.EnableRequest, Fails = [404, 500, 503, 504] };

    public static RouteAbout Kill { get; } = Act("Send a signal to services") with { Body = () => WireJson.Default.KillRequest, Fails = [404, 503] };

    public static RouteAbout Scale { get; } = new("Run other numbers of replicas")
    {
        Body = () => WireJson.Default.ScaleRequest,
        Answer = () => WireJson.Default.ReloadRecord,
        Fails = [404, 500, 503, 504],
    };

    private static RouteAbout Act(string summary) => new(summary)
    {
        Body = () => WireJson.Default.ServicesRequest,
        Answer = () => WireJson.Default.ServicesResult,
        Fails = [404, 503, 504],
    };
}
