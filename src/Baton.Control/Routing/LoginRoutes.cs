using Baton.Control.Access;
using Baton.Control.Access.Login;
using Baton.Control.Describing;
using Baton.Control.Pages;

namespace Baton.Control.Routing;

/// <summary>Where browsers log in; answered to everybody, since nobody has logged in there yet.</summary>
internal static class LoginRoutes
{
    /// <summary>All of it.</summary>
    public static IReadOnlyList<Route> All { get; } =
    [
        new("GET", "/ui/login", LoginEndpoints.GetAsync) { About = RouteAbout.Hidden, Needs = Need.Nothing, IsPage = true },
        new("GET", "/ui/login.css", LoginEndpoints.StyleAsync) { About = RouteAbout.Hidden, Needs = Need.Nothing },
        new("GET", "/ui/icon.svg", PageEndpoints.GetIconAsync) { About = RouteAbout.Hidden, Needs = Need.Nothing },
        new("POST", "/ui/login", LoginEndpoints.LoginAsync) { About = RouteAbout.Hidden, Needs = Need.Nothing },
        new("POST", "/ui/logout", LoginEndpoints.LogoutAsync) { About = RouteAbout.Hidden, Needs = Need.Nothing },
    ];
}
