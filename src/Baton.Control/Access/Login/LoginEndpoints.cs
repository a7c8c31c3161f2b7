using System.Globalization;
using System.Security.Cryptography;
using Baton.Control.Routing;
using Baton.Core;
using Microsoft.AspNetCore.Http;

namespace Baton.Control.Access.Login;

/// <summary><c>/ui/login</c> and <c>/ui/logout</c>: a token for a cookie, and the end of it.</summary>
internal static class LoginEndpoints
{
    public static Task GetAsync(ControlRequest request)
    {
        var next = LoginPage.NextOf(new QueryReader(request.Context.Request, "next").Text("next"));
        if (request.Peer.Role == Role.None) return LoginPage.WriteAsync(request.Context, StatusCodes.Status200OK, next);
        // Nothing is asked for, or it was given.
        LoginPage.Redirect(request.Context, next);
        return Task.CompletedTask;
    }

    public static Task StyleAsync(ControlRequest request) => LoginPage.WriteStyleAsync(request.Context);

    public static async Task LoginAsync(ControlRequest request)
    {
        RefuseOtherSites(request);
        var (context, peer) = (request.Context, request.Peer);
        var form = await LoginForm.ReadAsync(context);
        if (request.Guard.Attempts.TryTake(peer.Address, out var wait) is not { } account)
        {
            var seconds = ((int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
            context.Response.Headers.RetryAfter = seconds;
            await LoginPage.WriteAsync(context, StatusCodes.Status429TooManyRequests, form.Next, $"There were too many wrong tokens. Try again in {seconds} s.");
            return;
        }

        if (request.Options.Access().Tokens.Find(form.Token) is not { } token)
        {
            request.Guard.Refusals.Tell(peer.Who);
            await LoginPage.WriteAsync(context, StatusCodes.Status403Forbidden, form.Next, "This is none of the daemon's tokens.");
            return;
        }

        request.Guard.Attempts.GiveBack(account);
        SetCookie(context, SessionCookie.Of(token, request.Sources.Time.GetUtcNow(), RandomNumberGenerator.GetBytes(SessionCookie.RandomBytes)), SessionCookie.Age);
        LoginPage.Redirect(context, form.Next);
    }

    public static async Task LogoutAsync(ControlRequest request)
    {
        RefuseOtherSites(request);
        await BodyReader.SkipAsync(request.Context);
        // Also of a session that is over by now: its streams may be older than its end.
        if (SessionCookie.SentWith(request.Context.Request) is { } session) request.OpenStreams.EndSession(SessionCookie.IdOf(session));
        SetCookie(request.Context, "", TimeSpan.Zero);
        LoginPage.Redirect(request.Context, LoginPage.Path);
    }

    /// <summary>A page of another site, also one that may use the API, has no business with the cookie.</summary>
    private static void RefuseOtherSites(ControlRequest request)
    {
        var site = request.Context.Request.Headers["Sec-Fetch-Site"].ToString();
        if (request.Peer.CorsOrigin is null && site is "" or "same-origin" or "none") return;
        throw new BatonException(ErrorCode.Forbidden, "only the login page itself may log in or out");
    }

    private static void SetCookie(HttpContext context, string value, TimeSpan age) => context.Response.Cookies.Append(SessionCookie.NameFor(context.Request), value, new CookieOptions
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Strict,
        Path = "/",
        MaxAge = age,
        // A proxy speaks https in our place; the page's own address tells.
        Secure = context.Request.IsHttps || context.Request.Headers.Origin.ToString().StartsWith("https:", StringComparison.OrdinalIgnoreCase),
    });
}
