using System.Net;
using System.Text;
using Baton.Control.Routing;
using Microsoft.AspNetCore.Http;

namespace Baton.Control.Access.Login;

/// <summary>The page that asks for a token; it works without any script.</summary>
internal static class LoginPage
{
    /// <summary>Its address.</summary>
    public const string Path = "/ui/login";

    /// <summary>Where a login leads that was not on the way to somewhere.</summary>
    public const string Home = "/ui/";

    private static readonly string Template = Encoding.UTF8.GetString(Read("login.html"));
    private static readonly byte[] Style = Read("login.css");

    /// <summary>True for a browser that asks for a page of the dashboard and has not said who it is: it is led to the login.</summary>
    public static bool IsNeededFor(HttpContext context, Peer peer, Route route) =>
        peer is { Role: Role.None, CorsOrigin: null, HasWrongToken: false } && route is { IsPage: true, Needs: not Need.Nothing }
        && context.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);

    /// <summary>Leads it there, and back afterwards.</summary>
    public static Task LeadAsync(HttpContext context)
    {
        var wanted = context.Request.Path + context.Request.QueryString;
        var there = IsOwnPage(wanted) ? $"{Path}?next={Uri.EscapeDataString(wanted)}" : Path;
        if (!AccessCheck.IsOfOtherSite(context.Request))
        {
            Redirect(context, there);
            return Task.CompletedTask;
        }

        // It followed a link of another site, and so browsers hold the cookie back, over redirects too. This page of ours goes on by itself, with the cookie:
        // who has logged in already is led on from the login without seeing it.
        var address = WebUtility.HtmlEncode(there);
        var page = $"<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<meta http-equiv=\"refresh\" content=\"0; url={address}\">\n<title>Baton</title>\n<p><a href=\"{address}\">To Baton</a></p>\n</html>\n";
        return Mapping.Answer.WriteAsync(context, Encoding.UTF8.GetBytes(page), "text/html; charset=utf-8");
    }

    /// <summary>Another address, to be asked for by GET.</summary>
    public static void Redirect(HttpContext context, string to)
    {
        context.Response.StatusCode = StatusCodes.Status303SeeOther;
        context.Response.Headers.Location = to;
        context.Response.Headers.CacheControl = "no-store";
        context.Response.ContentLength = 0;
    }

    /// <summary>Where to go after a login: a page of ours, never one of another site.</summary>
    public static string NextOf(string? asked) => asked is not null && IsOwnPage(asked) ? asked : Home;

    /// <summary>Writes the page.</summary>
    /// <param name="context">The exchange.</param>
    /// <param name="status">The HTTP status.</param>
    /// <param name="next">Where to go after a login.</param>
    /// <param name="problem">Why the last attempt failed; null for none.</param>
    public static Task WriteAsync(HttpContext context, int status, string next, string? problem = null)
    {
        var page = Template
            .Replace("{{message}}", problem is null ? "" : $"<p class=\"problem\" id=\"problem\" role=\"alert\">{WebUtility.HtmlEncode(problem)}</p>\n", StringComparison.Ordinal)
            .Replace("{{invalid}}", problem is null ? "" : " aria-invalid=\"true\" aria-describedby=\"problem\"", StringComparison.Ordinal)
            .Replace("{{next}}", WebUtility.HtmlEncode(next), StringComparison.Ordinal);
        context.Response.StatusCode = status;
        return Mapping.Answer.WriteAsync(context, Encoding.UTF8.GetBytes(page), "text/html; charset=utf-8");
    }

    /// <summary>Writes its style.</summary>
    public static Task WriteStyleAsync(HttpContext context) => Mapping.Answer.WriteAsync(context, Style, "text/css; charset=utf-8");

    private static bool IsOwnPage(string address) =>
        address.Length <= 1024 && (address is "/" or "/services" or "/ui" || address.StartsWith(Home, StringComparison.Ordinal) || address.StartsWith("/services?", StringComparison.Ordinal))
        && !address.StartsWith(Path, StringComparison.Ordinal) && !address.Contains('\\', StringComparison.Ordinal) && !address.Any(c => char.IsControl(c) || !char.IsAscii(c));

    private static byte[] Read(string name)
    {
        using var stream = typeof(LoginPage).Assembly.GetManifestResourceStream($"login/{name}") ?? throw new InvalidOperationException($"the program lacks its file {name}");
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }
}
