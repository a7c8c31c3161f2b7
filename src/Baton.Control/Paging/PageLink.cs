using Microsoft.AspNetCore.Http;

namespace Baton.Control.Paging;

/// <summary>The header that leads to the next page.</summary>
internal static class PageLink
{
    /// <summary>
    /// Sets <c>Link</c> to the present address with its cursor exchanged; what said where the first page begins is left out.
    /// </summary>
    public static void Set(HttpContext context, string? next)
    {
        if (next is null) return;
        var query = new QueryString();
        foreach (var (name, values) in context.Request.Query)
        {
            if (name is "cursor" or "after" or "tail") continue;
            foreach (var value in values) query = query.Add(name, value ?? "");
        }

        context.Response.Headers.Link = $"<{context.Request.Path}{query.Add("cursor", next)}>; rel=\"next\"";
    }
}
