using Baton.Contracts;
using Baton.Control.Problems;
using Baton.Control.Routing;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Baton.Control.Pages;

/// <summary>Gives the files of the dashboard. They are the same for everybody who may look.</summary>
internal static class PageEndpoints
{
    /// <summary>A file, or the page that shows what the path names.</summary>
    public static Task GetAsync(ControlRequest request) => SendAsync(request.Context, PageFiles.Find(request.Name));

    /// <summary>The address of the list of services that the dashboard before this one had.</summary>
    public static Task GetServicesAsync(ControlRequest request) => SendAsync(request.Context, PageFiles.Start);

    /// <summary>The picture that browsers show for all pages, also for that of the login.</summary>
    public static Task GetIconAsync(ControlRequest request) => SendAsync(request.Context, PageFiles.Find("icon.svg"));

    /// <summary>Leads a browser to the dashboard; for other programs there is nothing here.</summary>
    public static Task GetRootAsync(ControlRequest request)
    {
        if (!WantsPage(request.Context.Request.Headers.Accept)) throw NotFound();
        return LeadAsync(request);
    }

    /// <summary>Leads to the dashboard.</summary>
    public static Task LeadAsync(ControlRequest request)
    {
        var response = request.Context.Response;
        response.Headers.CacheControl = "no-store";
        response.Redirect("/ui/");
        return Task.CompletedTask;
    }

    /// <summary>Gives a file, or nothing to who has it already.</summary>
    /// <param name="context">The exchange.</param>
    /// <param name="file">The file; null: 404.</param>
    /// <param name="caching">Who may keep it, and for how long. Default: kept by the browser, and asked about each time, since a new daemon may have other files.</param>
    public static Task SendAsync(HttpContext context, PageFile? file, string caching = "no-cache")
    {
        if (file is null || !IsPlain(context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget)) throw NotFound();
        var response = context.Response;
        var packed = TakesGzip(context.Request.Headers.AcceptEncoding) ? file.Packed : null;
        var tag = packed is null ? file.Tag : file.PackedTag;
        response.Headers.CacheControl = caching;
        response.Headers.Vary = "Accept-Encoding";
        response.Headers.ETag = tag;
        // Also where nothing is sent anew: what a page may do goes by its type, and the browser takes that from the newest answer.
        response.ContentType = file.Type;
        if (IsKnown(context.Request.Headers.IfNoneMatch, tag))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }

        var body = packed ?? file.Bytes;
        response.ContentLength = body.Length;
        if (packed is not null) response.Headers.ContentEncoding = "gzip";
        return response.Body.WriteAsync(body, context.RequestAborted).AsTask();
    }

    /// <summary>Not written so as to mean another path than it shows: the server has resolved that already, and no page of ours links so.</summary>
    private static bool IsPlain(string target)
    {
        var query = target.IndexOf('?', StringComparison.Ordinal);
        var path = query < 0 ? target : target[..query];
        return !path.Contains("..", StringComparison.Ordinal) && !path.Contains('\\') && !path.Contains("%2e", StringComparison.OrdinalIgnoreCase)
            && !path.Contains("%2f", StringComparison.OrdinalIgnoreCase) && !path.Contains("%5c", StringComparison.OrdinalIgnoreCase);
    }

    private static bool WantsPage(StringValues accept)
    {
        foreach (var value in accept)
        {
            if (value?.Contains("text/html", StringComparison.OrdinalIgnoreCase) == true) return true;
        }

        return false;
    }

    private static bool TakesGzip(StringValues accepted) =>
        StringWithQualityHeaderValue.TryParseList(accepted, out var codings)
        && codings.Any(coding => coding.Value.Equals("gzip", StringComparison.OrdinalIgnoreCase) && coding.Quality is not 0);

    private static bool IsKnown(StringValues known, string tag) =>
        EntityTagHeaderValue.TryParseList(known, out var tags) && tags.Any(one => one.Tag == "*" || one.Tag == tag);

    private static ProblemException NotFound() => new(ErrorCodes.NotFound, 404, "there is no such page or file; the dashboard is at /ui/");
}
