using Baton.Control.Pages;
using Baton.Control.Problems;
using Baton.Control.Routing;

namespace Baton.Control.StatusPages;

/// <summary><c>/status</c>: what everybody may see. While the page is off, or for a name that is not on it, there is nothing here, and one cannot be told from the other.</summary>
internal static class StatusEndpoints
{
    /// <summary>Nothing is loaded but its own style, and nothing around it. An icon that is none keeps browsers from asking for one.</summary>
    public const string Policy = "default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    // Pages of others show badges, mostly by way of somebody who keeps pictures for them.
    private const string BadgeCaching = "public, max-age=30";

    private static readonly Lazy<PageFile> Style = new(() => new PageFile("text/css; charset=utf-8", Read("status.css")));

    public static async Task GetPageAsync(ControlRequest request)
    {
        var picture = await request.Sources.Status.LookAsync(request);
        if (picture is not null)
        {
            _ = new QueryReader(request.Context.Request);
            request.Context.Response.Headers.ContentSecurityPolicy = Policy;
        }

        await PageEndpoints.SendAsync(request.Context, picture?.File);
    }

    public static Task GetStyleAsync(ControlRequest request) => PageEndpoints.SendAsync(request.Context, request.Sources.Health().Status is null ? null : Style.Value);

    public static async Task GetBadgeAsync(ControlRequest request)
    {
        var monitor = await FindAsync(request);
        await ShowElsewhereAsync(request, monitor is null ? null : Badge.OfState(monitor));
    }

    public static async Task GetUptimeAsync(ControlRequest request)
    {
        var monitor = await FindAsync(request);
        await ShowElsewhereAsync(request, monitor is null ? null : Badge.OfUptime(monitor, SpanOf(request)));
    }

    private static Task ShowElsewhereAsync(ControlRequest request, PageFile? badge)
    {
        if (badge is not null) request.Context.Response.Headers["Cross-Origin-Resource-Policy"] = "cross-origin";
        return PageEndpoints.SendAsync(request.Context, badge, BadgeCaching);
    }

    private static async Task<PublicMonitor?> FindAsync(ControlRequest request) => (await request.Sources.Status.LookAsync(request))?.Find(request.Name);

    private static string SpanOf(ControlRequest request) => new QueryReader(request.Context.Request, "span").Text("span") switch
    {
        null => "24h",
        { } span when span is "24h" or "7d" or "30d" => span,
        _ => throw ProblemException.Invalid("\"span\" must be 24h, 7d or 30d"),
    };

    private static byte[] Read(string name)
    {
        using var stream = typeof(StatusEndpoints).Assembly.GetManifestResourceStream($"status/{name}") ?? throw new InvalidOperationException($"the program lacks its file {name}");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
