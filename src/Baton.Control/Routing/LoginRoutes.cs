using Baton.Control.Access;
using Baton.Control.Access.Login;

namespace Baton.Control.Routing;

/// <summary>Where browsers log in; answered to everybody, since nobody has logged in there yet.</summary>
internal static class LoginRoutes
{
    /// <summary>All of it.</summary>
    public static IReadOnlyList<Route> All { get; } =
    [
        new("GET", "/ui/login", LoginEndpoints.GetAsync) { Needs = Need.Nothing },
        new("GET", "/ui/login.css", LoginEndpoints.StyleAsync) { Needs = Need.Nothing },
        new("POST", "/ui/login", LoginEndpoints.LoginAsync) { Needs = Need.Nothing },
        new("POST", "/ui/logout", LoginEndpoints.LogoutAsync) { Needs = Need.Nothing },
    ];
}
