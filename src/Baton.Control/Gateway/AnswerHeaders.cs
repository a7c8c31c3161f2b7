using System.Net.Http.Headers;
using Baton.Control.Access;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Baton.Control.Gateway;

/// <summary>What is said of an answer from elsewhere: all that was said there, but for what speaks of that connection or would reach beyond its route.</summary>
internal static class AnswerHeaders
{
    // A page of a route is of the same address as the dashboard: it must not remove its data nor put itself before it.
    private static readonly HashSet<string> BeyondRoute = new(["Clear-Site-Data", "Service-Worker-Allowed"], StringComparer.OrdinalIgnoreCase);

    /// <summary>Copies status and headers; the answer must not have begun.</summary>
    public static void Copy(HttpResponseMessage from, HttpResponse to)
    {
        to.StatusCode = (int)from.StatusCode;
        var named = HopHeaders.NamedBy(from.Headers.NonValidated.TryGetValues("Connection", out var connection) ? string.Join(',', connection) : default(StringValues));
        Copy(from.Headers.NonValidated, named, to);
        Copy(from.Content.Headers.NonValidated, named, to);
        // Only one that was understood: it decides where the answer ends.
        var isCounted = from.Headers.TransferEncodingChunked != true && to.StatusCode != StatusCodes.Status204NoContent;
        if (isCounted && from.Content.Headers.ContentLength is { } length) to.ContentLength = length;
        to.HttpContext.Features.Set(ForwardedMark.Instance);
    }

    private static void Copy(HttpHeadersNonValidated from, IReadOnlyCollection<string> named, HttpResponse to)
    {
        foreach (var (name, values) in from)
        {
            if (HopHeaders.Contains(name, named) || BeyondRoute.Contains(name) || name.Equals("Content-Length", StringComparison.OrdinalIgnoreCase)) continue;
            foreach (var value in values)
            {
                if (IsSayable(value) && !IsSession(name, value)) to.Headers.Append(name, value);
            }
        }
    }

    private static bool IsSession(string name, string value) =>
        name.Equals("Set-Cookie", StringComparison.OrdinalIgnoreCase) && value.TrimStart().StartsWith(SessionCookie.Prefix, StringComparison.Ordinal);

    // The server refuses to write others, and the whole answer with them.
    private static bool IsSayable(string value) => !value.Any(static c => (char.IsControl(c) && c is not '\t') || c > 0xff);
}
