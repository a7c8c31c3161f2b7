using System.Net;
using Baton.Probes.Specs;

namespace Baton.Probes.Http;

/// <summary>One request of a probe: the first, or one that a redirect led to.</summary>
/// <param name="Url">Where to.</param>
/// <param name="Method">The method.</param>
/// <param name="HasHeaders">The configured headers are sent: never to another origin, since they may be secret.</param>
/// <param name="HasBody">The configured body is sent: no further than the headers, and not where the method was changed.</param>
internal readonly record struct Hop(Uri Url, string Method, bool HasHeaders, bool HasBody)
{
    public static Hop First(ProbeSpec.Http spec) => new(spec.Url, spec.Method, HasHeaders: true, HasBody: true);

    /// <summary>A response of this status leads somewhere else, when it says where.</summary>
    public static bool IsRedirect(HttpStatusCode status) => status is HttpStatusCode.MovedPermanently or HttpStatusCode.Found
        or HttpStatusCode.SeeOther or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect;

    /// <summary>Where a redirect leads; null when it is nowhere that can be followed.</summary>
    public Hop? After(HttpStatusCode status, Uri location)
    {
        if (!Uri.TryCreate(Url, location, out var target)) return null;
        // Neither out of HTTP nor out of TLS.
        if (target.Scheme != Uri.UriSchemeHttps && (target.Scheme != Uri.UriSchemeHttp || Url.Scheme == Uri.UriSchemeHttps)) return null;
        var isSameOrigin = Uri.Compare(Url, target, UriComponents.SchemeAndServer, UriFormat.Unescaped, StringComparison.OrdinalIgnoreCase) == 0;
        var method = MethodAfter(status);
        return new Hop(target, method, HasHeaders && isSameOrigin, HasBody && isSameOrigin && method == Method);
    }

    /// <summary>As browsers do (RFC 9110, section 15.4): a POST becomes a GET, save where the status says that it must not.</summary>
    private string MethodAfter(HttpStatusCode status) => status switch
    {
        HttpStatusCode.SeeOther when Method != "HEAD" => "GET",
        HttpStatusCode.MovedPermanently or HttpStatusCode.Found when Method == "POST" => "GET",
        _ => Method,
    };
}
