using System.Net;
using Baton.Control.Access;

namespace Baton.Control.Tests.Access;

/// <summary>Pages where a token is needed: browsers are led to the login, and back.</summary>
public sealed class LeadingTests
{
    private const string Page = "Accept: text/html,application/xhtml+xml\r\n";

    [Theory]
    [InlineData("/", "/ui/login?next=%2F")]
    [InlineData("/ui", "/ui/login?next=%2Fui")]
    [InlineData("/ui/", "/ui/login?next=%2Fui%2F")]
    [InlineData("/services", "/ui/login?next=%2Fservices")]
    [InlineData("/ui/services?q=we&x=//evil.example", "/ui/login?next=%2Fui%2Fservices%3Fq%3Dwe%26x%3D%2F%2Fevil.example")]
    public async Task A_browser_that_asks_for_a_page_is_led_to_the_login(string target, string location)
    {
        await using var control = await StartAsync();
        var answer = await control.SendTcpAsync("GET", target, Page);
        Assert.Equal((303, location), (answer.Status, answer.Header("Location")));
    }

    [Theory]
    [InlineData("/ui/app.js")]
    [InlineData("/ui/style/base.css")]
    [InlineData("/ui/")]
    [InlineData("/services")]
    public async Task Files_and_what_is_no_browser_get_401_without_a_token_and_all_with_one(string target)
    {
        await using var control = await StartAsync();
        var refused = await control.SendTcpAsync("GET", target, "Accept: */*\r\n");
        Assert.Equal((401, "Bearer"), (refused.Status, refused.Header("WWW-Authenticate")));
        Assert.Equal(403, (await control.SendTcpAsync("GET", target, Page + "X-API-Key: wrong\r\n")).Status);
        Assert.Equal(200, (await control.SendTcpAsync("GET", target, "X-API-Key: secret-of-readers\r\n")).Status);
        Assert.Equal(200, (await control.SendAsync("GET", target)).Status);
    }

    [Fact]
    public async Task What_the_login_page_itself_needs_is_given_to_everybody()
    {
        await using var control = await StartAsync();
        var page = await control.SendTcpAsync("GET", "/ui/login", Page);
        Assert.Equal(200, page.Status);
        foreach (System.Text.RegularExpressions.Match link in System.Text.RegularExpressions.Regex.Matches(page.Body, "(?:href|src)=\"(/[^\"]*)\""))
            Assert.Equal((link.Groups[1].Value, 200), (link.Groups[1].Value, (await control.SendTcpAsync("GET", link.Groups[1].Value)).Status));
        Assert.Contains("/ui/icon.svg", page.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_follows_a_link_of_another_site_goes_by_a_page_of_ours_so_that_the_cookie_comes_along()
    {
        await using var control = await StartAsync();
        const string Link = Page + "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: document\r\n";
        var answer = await control.SendTcpAsync("GET", "/ui/services?q=\"><script>", Link);
        Assert.Equal(200, answer.Status);
        Assert.DoesNotContain("<script", answer.Body, StringComparison.Ordinal);
        Assert.Contains("content=\"0; url=/ui/login?next=%2Fui%2Fservices", answer.Body, StringComparison.Ordinal);
        Assert.Equal("no-store", answer.Header("Cache-Control"));
        var cookie = (await control.SendTcpAsync("POST", "/ui/login", "Content-Type: application/x-www-form-urlencoded\r\n", "token=secret-of-readers")).Header("Set-Cookie")!.Split(';')[0];
        var onwards = await control.SendTcpAsync("GET", "/ui/login?next=%2Fui%2Fservices%3Fq%3Dwe", $"{Page}Cookie: {cookie}\r\nSec-Fetch-Site: same-origin\r\n");
        Assert.Equal((303, "/ui/services?q=we"), (onwards.Status, onwards.Header("Location")));
        Assert.Equal(200, (await control.SendTcpAsync("GET", "/ui/services?q=we", $"{Page}Cookie: {cookie}\r\n")).Status);
    }

    [Fact]
    public async Task What_an_answer_depends_on_stays_said_for_a_page_of_another_site_that_may()
    {
        await using var control = await ControlFixture.StartAsync("db");
        control.Access = control.Access with { CorsOrigins = ["https://tools.example"] };
        using var browser = new HttpClient();
        using var ask = new HttpRequestMessage(HttpMethod.Get, $"{control.Server.Addresses[1]}/ui/app.js") { Headers = { { "Origin", "https://tools.example" } } };
        using var answer = await browser.SendAsync(ask);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(["Accept-Encoding", "Origin"], answer.Headers.Vary.Order());
    }

    private static async Task<ControlFixture> StartAsync()
    {
        var control = await ControlFixture.StartAsync("db");
        control.Access = new AccessRules { Tokens = new TokenSet([AccessToken.Of("eyes", Role.Read, "secret-of-readers")]) };
        return control;
    }
}
