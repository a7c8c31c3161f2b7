using System.Net;
using Baton.Control.Access;
using Baton.Control.Access.Login;

namespace Baton.Control.Tests.Access;

/// <summary>The login page, its cookie, and how it is slowed down.</summary>
public class LoginTests
{
    private const string Token = "secret-of-operators";
    private const string Form = "Content-Type: application/x-www-form-urlencoded\r\n";

    private static async Task<ControlFixture> StartAsync(params AccessToken[] tokens)
    {
        var control = await ControlFixture.StartAsync("db");
        control.Access = new AccessRules { Tokens = new TokenSet(tokens.Length > 0 ? tokens : [AccessToken.Of("ops", Role.Operate, Token)]) };
        return control;
    }

    private static Task<RawAnswer> LoginAsync(ControlFixture control, string body = $"token={Token}", string headers = "") =>
        control.SendTcpAsync("POST", "/ui/login", Form + headers, body);

    private static string CookieOf(RawAnswer answer) => answer.Header("Set-Cookie")!.Split(';')[0];

    [Fact]
    public async Task The_right_token_gives_a_cookie_that_scripts_and_other_sites_do_not_get_and_that_lets_in()
    {
        await using var control = await StartAsync();
        var answer = await LoginAsync(control, $"token=+{Token}%0A&next=%2Fui%2F%23%2Fservices");
        Assert.Equal(303, answer.Status);
        Assert.Equal("/ui/#/services", answer.Header("Location"));
        Assert.Matches("^baton_token_[0-9]+=[0-9]+\\.[0-9a-f]{32}\\.[0-9a-f]{64}; max-age=2592000; path=/; samesite=strict; httponly$", answer.Header("Set-Cookie"));
        var cookie = $"Cookie: other=1; {CookieOf(answer)}\r\n";
        Assert.Equal("""{"required":true,"role":"operate","name":"ops"}""", (await control.SendTcpAsync("GET", "/api/v1/session", cookie)).Body);
        Assert.Equal(200, (await control.SendTcpAsync("POST", "/api/v1/system/shutdown", cookie)).Status);
        Assert.Equal("token \"ops\" from 127.0.0.1", Assert.Single(control.Shutdowns).Who);
    }

    [Fact]
    public async Task A_cookie_ends_after_its_time_with_its_token_and_when_it_was_changed()
    {
        await using var control = await StartAsync();
        var cookie = CookieOf(await LoginAsync(control));
        async Task<int> AskAsync(string value) => (await control.SendTcpAsync("GET", "/api/v1/system", $"Cookie: {value}\r\n")).Status;
        Assert.Equal(200, await AskAsync(cookie));
        var parts = cookie.Split('=', '.');
        Assert.Equal(4, parts.Length);
        var (name, until, random, signature) = (parts[0], parts[1], parts[2], parts[3]);
        Assert.Equal(401, await AskAsync($"{name}={long.Parse(until, System.Globalization.CultureInfo.InvariantCulture) + 1}.{random}.{signature}"));
        Assert.Equal(401, await AskAsync($"{name}={until}.{(random[0] == '0' ? '1' : '0')}{random[1..]}.{signature}"));
        Assert.Equal(401, await AskAsync($"{name}={until}.{signature}"));
        Assert.Equal(401, await AskAsync(cookie.Split('=')[0] + "=" + Token));
        Assert.Equal(401, await AskAsync(cookie[..^1] + (cookie[^1] == '0' ? '1' : '0')));
        control.Access = new AccessRules { Tokens = new TokenSet([AccessToken.Of("ops", Role.Operate, Token + "2")]) };
        Assert.Equal(401, await AskAsync(cookie));
        control.Access = new AccessRules { Tokens = new TokenSet([AccessToken.Of("ops", Role.Read, Token)]) };
        Assert.Equal(200, await AskAsync(cookie));
        control.Time.Advance(TimeSpan.FromDays(30));
        Assert.Equal(401, await AskAsync(cookie));
    }

    [Fact]
    public async Task A_wrong_token_is_told_on_the_page_and_in_the_events()
    {
        await using var control = await StartAsync();
        var answer = await LoginAsync(control, "token=wrong&next=/ui/x");
        Assert.Equal(403, answer.Status);
        Assert.Null(answer.Header("Set-Cookie"));
        Assert.Equal("text/html; charset=utf-8", answer.Header("Content-Type"));
        Assert.Contains("This is none of the daemon&#39;s tokens.", answer.Body, StringComparison.Ordinal);
        Assert.Contains("name=\"next\" value=\"/ui/x\"", answer.Body, StringComparison.Ordinal);
        var told = Assert.Single(control.Notices.After(0, 100), notice => notice.What == "access_refused");
        Assert.Equal("wrong token from 127.0.0.1", told.Detail);
    }

    [Fact]
    public async Task Wrong_tokens_are_slowed_down_and_told_at_most_every_ten_seconds()
    {
        await using var control = await StartAsync();
        for (var i = 0; i < 5; i++) Assert.Equal(403, (await LoginAsync(control, "token=wrong")).Status);
        var refused = await LoginAsync(control);
        Assert.Equal(429, refused.Status);
        Assert.Equal("2", refused.Header("Retry-After"));
        control.Time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(303, (await LoginAsync(control)).Status);
        Assert.Single(control.Notices.After(0, 100), notice => notice.What == "access_refused");
        control.Time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(403, (await LoginAsync(control, "token=wrong")).Status);
        Assert.Equal("wrong token from 127.0.0.1; 4 more since the last time this was told", control.Notices.After(0, 100).Last(notice => notice.What == "access_refused").Detail);
    }

    [Fact]
    public void Who_comes_from_many_addresses_fills_no_memory_and_gets_no_more_attempts()
    {
        var time = new TestKit.ManualTime();
        var attempts = new LoginAttempts(time);
        var taken = 0;
        for (var i = 0; i < 5000; i++)
        {
            if (attempts.TryTake(new IPAddress([10, 0, (byte)(i / 250), (byte)(i % 250)]), out _) is not null) taken++;
        }

        Assert.Equal(1024 + 5, taken);
        // Of IPv6 everybody has as many addresses as he likes, but one network.
        time.Advance(TimeSpan.FromMinutes(1));
        taken = 0;
        for (var i = 0; i < 100; i++)
        {
            if (attempts.TryTake(IPAddress.Parse($"2001:db8::{i + 1:x}"), out _) is not null) taken++;
        }

        Assert.Equal(5, taken);
    }

    [Fact]
    public void A_right_token_takes_back_its_own_attempt_and_no_failure_of_others()
    {
        var time = new TestKit.ManualTime();
        var attempts = new LoginAttempts(time);
        for (var i = 0; i < 1024; i++) Assert.NotNull(attempts.TryTake(new IPAddress([10, 0, (byte)(i / 250), (byte)(i % 250)]), out _));
        // No account is left, so this one is of all who are too many.
        var late = IPAddress.Parse("192.0.2.1");
        for (var i = 0; i < 50; i++)
        {
            var account = attempts.TryTake(late, out _);
            Assert.NotNull(account);
            attempts.GiveBack(account);
        }

        var shared = attempts.TryTake(late, out _);
        time.Advance(TimeSpan.FromMinutes(1));
        for (var i = 0; i < 5; i++) Assert.NotNull(attempts.TryTake(late, out _));
        // It has one of its own by now, with five failures, which the end of what began before does not forget.
        attempts.GiveBack(shared!);
        Assert.Null(attempts.TryTake(late, out var wait));
        Assert.Equal(TimeSpan.FromSeconds(2), wait);
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example/")]
    [InlineData("/ui/../\\\\evil.example")]
    [InlineData("javascript:alert(1)")]
    [InlineData("/ui/login?next=/ui/login")]
    [InlineData("/ui/\"><script>")]
    public async Task After_a_login_nobody_is_led_to_another_site_or_given_another_page(string next)
    {
        await using var control = await StartAsync();
        var page = await control.SendTcpAsync("GET", "/ui/login?next=" + Uri.EscapeDataString(next));
        Assert.Equal(200, page.Status);
        Assert.DoesNotContain("<script", page.Body, StringComparison.Ordinal);
        var location = (await LoginAsync(control, $"token={Token}&next={Uri.EscapeDataString(next)}")).Header("Location");
        Assert.StartsWith("/ui/", location, StringComparison.Ordinal);
        if (!next.StartsWith("/ui/\"", StringComparison.Ordinal)) Assert.Equal("/ui/", location);
    }

    [Fact]
    public async Task The_page_may_load_nothing_but_its_own_style_and_no_site_may_frame_it()
    {
        await using var control = await StartAsync();
        var page = await control.SendTcpAsync("GET", "/ui/login");
        Assert.Equal(PageSecurity.Policy, page.Header("Content-Security-Policy"));
        Assert.Equal("DENY", page.Header("X-Frame-Options"));
        Assert.Equal("same-origin", page.Header("Referrer-Policy"));
        Assert.DoesNotContain("style=", page.Body, StringComparison.Ordinal);
        var style = await control.SendTcpAsync("GET", "/ui/login.css");
        Assert.Equal(200, style.Status);
        Assert.Equal("text/css; charset=utf-8", style.Header("Content-Type"));
    }

    [Theory]
    [InlineData("Sec-Fetch-Site: cross-site\r\n")]
    [InlineData("Sec-Fetch-Site: same-site\r\n")]
    [InlineData("Origin: http://evil.example\r\n")]
    [InlineData("Origin: null\r\n")]
    [InlineData("Origin: https://tools.example\r\n")]
    public async Task Another_site_cannot_log_anybody_in_or_out(string headers)
    {
        await using var control = await StartAsync();
        control.Access = control.Access with { CorsOrigins = ["https://tools.example"] };
        foreach (var target in new[] { "/ui/login", "/ui/logout" })
        {
            var answer = await control.SendTcpAsync("POST", target, Form + headers, $"token={Token}");
            Assert.Equal(403, answer.Status);
            Assert.Null(answer.Header("Set-Cookie"));
        }
    }

    [Fact]
    public async Task For_a_page_of_another_site_that_may_use_the_API_the_cookie_counts_for_nothing()
    {
        await using var control = await StartAsync();
        var cookie = CookieOf(await LoginAsync(control));
        control.Access = control.Access with { CorsOrigins = ["http://localhost:5173"] };
        var headers = $"Cookie: {cookie}\r\n";
        Assert.Equal(401, (await control.SendTcpAsync("POST", "/api/v1/system/shutdown", headers + "Origin: http://localhost:5173\r\n")).Status);
        Assert.Empty(control.Shutdowns);
        Assert.Equal(200, (await control.SendTcpAsync("POST", "/api/v1/system/shutdown", headers)).Status);
    }

    [Fact]
    public async Task A_next_page_that_is_no_address_is_not_led_to()
    {
        await using var control = await StartAsync();
        Assert.Equal("/ui/", (await LoginAsync(control, $"token={Token}&next=%2Fui%2F%C3%A9")).Header("Location"));
    }

    [Fact]
    public async Task Two_logins_of_one_moment_are_two_sessions()
    {
        await using var control = await StartAsync();
        var (one, other) = (CookieOf(await LoginAsync(control)), CookieOf(await LoginAsync(control)));
        Assert.NotEqual(one, other);
        foreach (var cookie in new[] { one, other }) Assert.Equal(200, (await control.SendTcpAsync("GET", "/api/v1/system", $"Cookie: {cookie}\r\n")).Status);
    }

    [Fact]
    public async Task A_logout_takes_the_cookie_away()
    {
        await using var control = await StartAsync();
        var answer = await control.SendTcpAsync("POST", "/ui/logout", body: "");
        Assert.Equal(303, answer.Status);
        Assert.Equal("/ui/login", answer.Header("Location"));
        Assert.Matches("^baton_token_[0-9]+=; max-age=0; path=/", answer.Header("Set-Cookie"));
    }

    [Fact]
    public async Task Behind_a_proxy_with_https_the_cookie_is_for_https_alone()
    {
        await using var control = await StartAsync();
        control.Access = control.Access with { Hosts = ["baton.example"] };
        var answer = await LoginAsync(control, headers: "Origin: https://baton.example\r\n");
        Assert.Equal(303, answer.Status);
        Assert.Contains("; secure;", answer.Header("Set-Cookie"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_no_token_is_asked_for_the_page_leads_on_and_a_form_that_is_none_is_refused()
    {
        await using var control = await StartAsync();
        Assert.Equal(415, (await control.SendTcpAsync("POST", "/ui/login", "Content-Type: application/json\r\n", "{}")).Status);
        Assert.Equal(400, (await LoginAsync(control, "token=" + new string('x', 5000))).Status);
        control.Access = AccessRules.Default;
        var answer = await control.SendTcpAsync("GET", "/ui/login");
        Assert.Equal((303, "/ui/"), (answer.Status, answer.Header("Location")));
    }
}
