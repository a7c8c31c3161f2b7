using Baton.Control.Gateway;
using Microsoft.AspNetCore.Http;

namespace Baton.Control.Access;

/// <summary>Tells browsers what they may do with an answer; on every answer, whatever writes it.</summary>
internal static class PageSecurity
{
    /// <summary>What a page may load: its own files and nothing else; no code or style inside the page, no frame around it.</summary>
    public const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    /// <summary>
    /// For answers from elsewhere, which may be pages: they come from this address, where the dashboard is too, and must not use its session. In a sandbox
    /// they are of no address at all.
    /// </summary>
    public const string Sandbox = "sandbox allow-scripts allow-forms allow-popups allow-downloads";

    /// <summary>Adds them when the answer begins, so that nothing which clears its headers takes them away.</summary>
    public static void Watch(HttpContext context) => context.Response.OnStarting(static state => AddAsync((HttpContext)state), context);

    private static Task AddAsync(HttpContext context)
    {
        var headers = context.Response.Headers;
        if (context.Features.Get<ForwardedMark>() is not null)
        {
            headers.Append("Content-Security-Policy", Sandbox);
            return Task.CompletedTask;
        }

        headers.XContentTypeOptions = "nosniff";
        // With no-referrer a browser would send a form of our own page as if it came from nowhere, and it would be refused.
        var isPage = context.Response.ContentType?.StartsWith("text/html", StringComparison.OrdinalIgnoreCase) == true;
        headers["Referrer-Policy"] = isPage ? "same-origin" : "no-referrer";
        if (headers["Cross-Origin-Resource-Policy"].Count == 0) headers["Cross-Origin-Resource-Policy"] = "same-origin";
        if (!isPage) return Task.CompletedTask;
        if (headers.ContentSecurityPolicy.Count == 0) headers.ContentSecurityPolicy = Policy;
        headers.XFrameOptions = "DENY";
        return Task.CompletedTask;
    }
}
