using Baton.Control.Access;
using Baton.Control.Routing;

namespace Baton.Control.Tests.Access;

/// <summary>Route by route, over real TCP: none is forgotten, whatever is added to the table.</summary>
public class EveryRouteTests
{
    private const string Operator = "X-API-Key: secret-of-operators\r\n", Reader = "X-API-Key: secret-of-readers\r\n";

    /// <summary>Who adds one here lets everybody who reaches the port have it.</summary>
    private static readonly string[] AnsweredToEverybody =
    [
        "GET /api/v1/session",
        "GET /ui/login",
        "GET /ui/login.css",
        "GET /ui/icon.svg",
        "POST /ui/login",
        "POST /ui/logout",
        "POST /api/v1/push/{name}",
        "GET /health",
        "GET /healthz",
        // Nothing is there before the manifest switches them on.
        "GET /status",
        "GET /status/style.css",
        "GET /status/{name}/badge.svg",
        "GET /status/{name}/uptime.svg",
    ];

    private static async Task<ControlFixture> StartAsync()
    {
        var control = await ControlFixture.StartAsync("db");
        control.Access = new AccessRules
        {
            Tokens = new TokenSet([AccessToken.Of("ops", Role.Operate, "secret-of-operators"), AccessToken.Of("eyes", Role.Read, "secret-of-readers")]),
        };
        return control;
    }

    private static string TargetOf(Route route) => string.Join('/', route.Path.Split('/').Select(segment => segment.StartsWith('{') ? "nothing-has-this-name" : segment));

    // A form that no address takes: whoever gets past the check does nothing.
    private static Task<RawAnswer> AskAsync(ControlFixture control, Route route, string headers) =>
        control.SendTcpAsync(route.Method, TargetOf(route), headers, route.Method == "GET" ? null : "[");

    [Fact]
    public void What_is_answered_to_everybody_is_what_stands_here() =>
        Assert.Equal(AnsweredToEverybody, Routes.All.Where(route => route.Needs == Need.Nothing).Select(route => $"{route.Method} {route.Path}"));

    [Fact]
    public void What_changes_something_needs_to_operate_and_none_needs_less_than_it_may() =>
        Assert.All(Routes.All.Where(route => route.Method != "GET" && route.Needs != Need.Nothing), route => Assert.True(route.Needs >= Need.Operate, route.Path));

    [Fact]
    public async Task Without_a_token_each_route_that_needs_one_answers_401()
    {
        await using var control = await StartAsync();
        foreach (var route in Routes.All.Where(route => route.Needs != Need.Nothing))
        {
            var answer = await AskAsync(control, route, "");
            Assert.True(answer.Status == 401, $"{route.Method} {route.Path}: {answer.Status}");
            Assert.Equal("Bearer", answer.Header("WWW-Authenticate"));
        }

        Assert.Empty(control.Shutdowns);
    }

    [Fact]
    public async Task With_a_wrong_token_each_route_that_needs_one_answers_403()
    {
        await using var control = await StartAsync();
        foreach (var route in Routes.All.Where(route => route.Needs != Need.Nothing))
        {
            var answer = await AskAsync(control, route, "X-API-Key: wrong\r\n");
            Assert.True(answer.Status == 403, $"{route.Method} {route.Path}: {answer.Status}");
        }
    }

    [Fact]
    public async Task A_token_that_may_only_look_gets_403_where_something_is_changed_and_none_where_something_is_shown()
    {
        await using var control = await StartAsync();
        foreach (var route in Routes.All.Where(route => route.Needs != Need.Nothing))
        {
            var answer = await AskAsync(control, route, Reader);
            Assert.True(answer.Status != 401 && (answer.Status == 403) == (route.Needs > Need.Read), $"{route.Method} {route.Path}: {answer.Status}");
        }
    }

    [Fact]
    public async Task A_token_that_may_operate_gets_past_each_route_but_those_of_the_socket()
    {
        await using var control = await StartAsync();
        foreach (var route in Routes.All)
        {
            var answer = await AskAsync(control, route, Operator);
            Assert.True(answer.Status is not (0 or 401) && (answer.Status == 403) == (route.Needs == Need.LocalUser), $"{route.Method} {route.Path}: {answer.Status}");
        }
    }

    [Fact]
    public async Task Where_no_token_is_set_what_is_of_the_socket_is_refused_on_TCP_all_the_same()
    {
        await using var control = await ControlFixture.StartAsync("db");
        var refused = new List<string>();
        foreach (var route in Routes.All)
        {
            if ((await AskAsync(control, route, "")).Status == 403) refused.Add(route.Path);
        }

        Assert.Equal(Routes.All.Where(route => route.Needs == Need.LocalUser).Select(route => route.Path), refused);
        Assert.NotEmpty(refused);
    }

    [Fact]
    public async Task A_page_of_another_site_is_refused_on_each_route()
    {
        await using var control = await ControlFixture.StartAsync("db");
        foreach (var route in Routes.All)
        {
            var answer = await AskAsync(control, route, "Origin: http://evil.example\r\n");
            Assert.True(answer.Status == 403, $"{route.Method} {route.Path}: {answer.Status}");
            Assert.Null(answer.Header("Access-Control-Allow-Origin"));
        }
    }

    [Theory]
    [InlineData("Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: no-cors\r\nSec-Fetch-Dest: image\r\n", false, true)]
    [InlineData("Sec-Fetch-Site: same-site\r\nSec-Fetch-Mode: no-cors\r\nSec-Fetch-Dest: script\r\n", false)]
    [InlineData("Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: iframe\r\n", false)]
    [InlineData("Sec-Fetch-Site: same-origin\r\nSec-Fetch-Site: cross-site\r\n", false)]
    [InlineData("Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: document\r\n", true)]
    public async Task What_a_browser_sends_for_a_page_of_another_site_is_refused_on_each_route_but_for_links_to_pages_and_pictures_for_everybody(string headers, bool isLink, bool isPicture = false)
    {
        await using var control = await ControlFixture.StartAsync("db");
        foreach (var route in Routes.All)
        {
            var answer = await AskAsync(control, route, headers);
            var isTaken = (isLink && route is { IsPage: true, Method: "GET" }) || (isPicture && route.IsShownElsewhere);
            Assert.True(answer.Status == 403 != isTaken, $"{route.Method} {route.Path}: {answer.Status}");
        }
    }

    [Theory]
    [InlineData("Sec-Fetch-Site: same-origin\r\n")]
    [InlineData("Sec-Fetch-Site: none\r\n")]
    [InlineData("Sec-Fetch-Site: cross-site\r\nOrigin: https://tools.example\r\n")]
    public async Task Our_own_pages_people_and_pages_that_may_are_answered(string headers)
    {
        await using var control = await ControlFixture.StartAsync("db");
        control.Access = control.Access with { CorsOrigins = ["https://tools.example"] };
        Assert.Equal(200, (await control.SendTcpAsync("GET", "/api/v1/services", headers)).Status);
        Assert.Equal(200, (await control.SendTcpAsync("POST", "/api/v1/system/shutdown", headers)).Status);
    }

    [Theory]
    [InlineData("/api/v1/events")]
    [InlineData("/api/v1/logs")]
    public async Task Streams_are_refused_as_all_else(string target)
    {
        await using var control = await StartAsync();
        const string Stream = "Accept: text/event-stream\r\n";
        Assert.Equal(401, (await control.SendTcpAsync("GET", target, Stream)).Status);
        Assert.Equal(403, (await control.SendTcpAsync("GET", target, $"{Stream}{Reader}Origin: http://evil.example\r\n")).Status);
        using var http = await RawHttp.ConnectAsync(control.Tcp);
        await http.SendAsync($"GET {target} HTTP/1.1\r\nHost: {control.Tcp}\r\n{Stream}{Reader}\r\n");
        Assert.StartsWith("HTTP/1.1 200", await http.ReadUntilAsync("\r\n\r\n"), StringComparison.Ordinal);
    }
}
