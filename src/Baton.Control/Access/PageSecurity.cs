using Microsoft.AspNetCore.Http;

namespace Baton.Control.Access;

/// <summary>What browsers are told to forbid.</summary>
internal static class PageSecurity
{
    /// <summary>Value of <c>Content-Security-Policy</c> of every page: its own files and its own API, nothing inline, in no frame.</summary>
    public const string ContentPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    /// <summary>Sets the headers of a page.</summary>
    public static void Protect(HttpResponse response)
    {
        response.Headers.ContentSecurityPolicy = ContentPolicy;
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers["Referrer-Policy"] = "no-referrer";
    }
}
