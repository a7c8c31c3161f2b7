using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Baton.Dashboard.Tests.BrowserTests;

namespace Baton.Dashboard.Tests;

/// <summary>The pages of monitors, with the real program behind them, which watches a real server.</summary>
[Collection(OtherBrowserTests.Name)]
[Trait("Speed", "slow")]
public sealed class MonitorsPageTests(Browser browser)
{
    private static string Watching(FlippedServer server, string more = "") => $$"""
        [monitors.shop]
        http = "{{server.Url}}"
        interval_seconds = 1
        timeout_seconds = 1
        tags = ["edge"]
        group = "sales"
        breaker = { failure_threshold = 3, open_seconds = 1, success_threshold = 1 }
        [monitors.basket]
        exec = ["true"]
        parent = "shop"
        {{more}}
        """;

    [Fact]
    public async Task A_monitor_goes_down_and_comes_up_before_the_eyes_of_who_looks()
    {
        await using var server = new FlippedServer();
        await using var project = await Project.UpAsync(Watching(server));
        await using var tab = await browser.OpenAsync();
        var page = await tab.GoToAsync(project, "/ui/monitors");
        await Expect(Row(page, "shop")).ToContainTextAsync("up");
        await Expect(Row(page, "shop").Locator(".cell-needed")).ToHaveTextAsync("1");

        server.Status = "500 Broken";

        await Expect(Row(page, "shop").Locator(".cell-state")).ToContainTextAsync("down");
        await Expect(Row(page, "shop")).ToContainTextAsync("500");
        await Expect(Row(page, "shop").Locator(".cell-breaker")).ToContainTextAsync(new Regex("open.*tries (now|in)"));
        await Expect(Row(page, "shop").GetByRole(AriaRole.Img)).ToHaveAttributeAsync("aria-label", new Regex("of the last .* failed"));
        await Expect(page.Locator(".total-failing .total-number")).ToHaveTextAsync("1");
        server.Status = "200 OK";
        await Expect(Row(page, "shop").Locator(".cell-state")).ToContainTextAsync("up");
        await Expect(Row(page, "shop").Locator(".cell-breaker")).ToContainTextAsync("closed");
    }

    [Fact]
    public async Task Filters_stand_in_the_address_and_survive_a_reload()
    {
        await using var server = new FlippedServer();
        await using var project = await Project.UpAsync(Watching(server));
        await using var tab = await browser.OpenAsync();
        var page = await tab.GoToAsync(project, "/ui/monitors");
        await Expect(Rows(page)).ToHaveCountAsync(2);
        await page.GetByLabel("Tag").SelectOptionAsync("edge");
        await Expect(Rows(page)).ToHaveCountAsync(1);
        await page.Keyboard.PressAsync("/");
        await page.Keyboard.TypeAsync("basket");
        await Expect(page.GetByText("No monitor is like that")).ToBeVisibleAsync();
        await Expect(page).ToHaveURLAsync(new Regex(@"tag=edge&q=basket$"));
        await page.GotoAsync(project.Address + "/ui/monitors?state=up&group=sales");
        await Expect(Rows(page)).ToHaveCountAsync(1);
        await page.ReloadAsync();
        await Expect(Rows(page)).ToHaveCountAsync(1);
        await page.GetByRole(AriaRole.Button, new() { Name = "Clear" }).ClickAsync();
        await Expect(Rows(page)).ToHaveCountAsync(2);
        await page.GetByRole(AriaRole.Button, new() { Name = "Latency" }).ClickAsync();
        await Expect(page).ToHaveURLAsync(new Regex("sort=-latency$"));
    }

    [Fact]
    public async Task One_monitor_shows_its_latency_uptime_incidents_and_who_needs_it()
    {
        await using var server = new FlippedServer();
        await using var project = await Project.UpAsync(Watching(server));
        await using var tab = await browser.OpenAsync();
        var page = await tab.GoToAsync(project, "/ui/monitors");
        await Row(page, "shop").GetByRole(AriaRole.Link, new() { Name = "shop" }).ClickAsync();
        await Expect(page).ToHaveTitleAsync("shop · Monitors · Baton");
        await Expect(page.Locator(".latency-box canvas")).ToBeVisibleAsync();
        await Expect(page.Locator(".latency-box")).ToHaveAttributeAsync("aria-label", new Regex("50 % of the successes within .* results?, "));
        await Expect(page.GetByRole(AriaRole.Row, new() { NameRegex = new Regex("^24 hours") })).ToContainTextAsync("%");
        await Expect(page.GetByRole(AriaRole.Link, new() { NameRegex = new Regex("basket") })).ToBeVisibleAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "7 days" }).ClickAsync();
        await Expect(page).ToHaveURLAsync(new Regex("range=7d$"));
        await Expect(page.Locator(".latency-box canvas")).ToBeVisibleAsync();
        server.Status = "503 Down";

        await Expect(page.Locator(".incident-open")).ToContainTextAsync("503");
        await Expect(page.Locator(".changes")).ToContainTextAsync("breaker open");
        await Expect(page.Locator(".table .outcome-bad").First).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Row, new() { NameRegex = new Regex("^24 hours") })).Not.ToContainTextAsync("100 %");
        await page.Keyboard.PressAsync("Escape");
        await Expect(page).ToHaveURLAsync(new Regex("/ui/monitors$"));
    }

    [Fact]
    public async Task It_is_isolated_closed_silenced_and_probed_by_keyboard_alone()
    {
        await using var server = new FlippedServer();
        await using var project = await Project.UpAsync(Watching(server));
        await using var tab = await browser.OpenAsync();
        var page = await tab.GoToAsync(project, "/ui/services");
        await Expect(page.Locator("h1")).ToHaveTextAsync("Services");
        await page.Keyboard.PressAsync("g");
        await page.Keyboard.PressAsync("m");
        await Expect(Row(page, "basket").Locator(".cell-state")).ToContainTextAsync("up");
        await page.Keyboard.PressAsync("j");
        await page.Keyboard.PressAsync("j");
        await Expect(page.Locator(".row-active")).ToContainTextAsync("basket");

        await page.Keyboard.PressAsync("i");
        await Expect(Row(page, "basket").Locator(".cell-state")).ToContainTextAsync("isolated");
        await Expect(Row(page, "basket").Locator(".cell-breaker")).ToContainTextAsync("no probes");
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Probe basket now" })).ToBeDisabledAsync();
        await page.Keyboard.PressAsync("c");
        await Expect(Row(page, "basket").Locator(".cell-breaker")).ToContainTextAsync("closed");
        await page.Keyboard.PressAsync("p");
        await Expect(page.GetByText("basket is up: answered in")).ToBeVisibleAsync();

        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("h1")).ToHaveTextAsync("basket");
        await page.Keyboard.PressAsync("m");
        await Expect(page.GetByRole(AriaRole.Dialog)).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.TypeAsync("new disk");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator(".silenced")).ToContainTextAsync("new disk");
        await page.GetByRole(AriaRole.Button, new() { Name = "End silence" }).ClickAsync();
        await Expect(page.Locator(".silenced")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Who_may_only_look_sees_the_acts_and_why_they_cannot_be_used()
    {
        await using var server = new FlippedServer();
        await using var project = await Project.UpAsync(Watching(server, "[api]\ntoken_file = \"tokens\"\n"), [("tokens", "viewer read only-to-look-in-this-test\n")]);
        await using var tab = await browser.OpenAsync();
        tab.IsExpected = error => error.Contains("401", StringComparison.Ordinal) || error.Contains("/favicon.ico", StringComparison.Ordinal);
        var page = await tab.GoToAsync(project, "/ui/monitors/shop");
        await page.GetByLabel("Token").FillAsync("only-to-look-in-this-test");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("h1")).ToHaveTextAsync("shop");
        foreach (var act in (string[])["Probe now", "Isolate", "Reset", "Silence …"])
        {
            var button = page.GetByRole(AriaRole.Button, new() { Name = act });
            await Expect(button).ToBeDisabledAsync();
            await Expect(button).ToHaveAttributeAsync("title", new Regex("its role is “read”"));
        }
    }

    [Fact]
    public async Task Of_2000_monitors_only_those_in_view_are_in_the_document()
    {
        var manifest = new StringBuilder();
        for (var i = 1; i <= 2000; i++) manifest.Append(System.Globalization.CultureInfo.InvariantCulture, $"[monitors.m{i:0000}]\ntcp = \"127.0.0.1:1\"\ninterval_seconds = 600\n");
        await using var project = await Project.UpAsync(manifest.ToString());
        await using var tab = await browser.OpenAsync();
        var page = await tab.GoToAsync(project, "/ui/monitors");
        await Expect(page.Locator("[role=grid]")).ToHaveAttributeAsync("aria-rowcount", "2001");
        Assert.InRange(await Rows(page).CountAsync(), 10, 100);
        await page.Keyboard.PressAsync("End");
        await Expect(Row(page, "m2000")).ToBeInViewportAsync();
        Assert.InRange(await Rows(page).CountAsync(), 10, 100);
        await page.Keyboard.PressAsync("/");
        await page.Keyboard.TypeAsync("m1234");
        await Expect(Rows(page)).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task The_status_page_and_its_badges_are_drawn_without_a_token_and_without_a_script()
    {
        await using var server = new FlippedServer();
        await using var project = await Project.UpAsync($"""
            [health.status]
            title = "Example Shop"
            [monitors.shop]
            http = "{server.Url}"
            interval_seconds = 1
            timeout_seconds = 1
            public = true
            title = "Web shop"
            [monitors.inside]
            exec = ["true"]
            """, "ORCHESTRATOR_TOKEN=nobody-has-this-one");
        await using var tab = await browser.OpenAsync();
        // A picture that is opened alone names no icon.
        tab.IsExpected = error => error.Contains("/favicon.ico", StringComparison.Ordinal);
        var page = await tab.GoToAsync(project, "/status");
        await Expect(page.Locator("h1")).ToHaveTextAsync("Example Shop");
        await Expect(page.Locator(".monitor")).ToHaveCountAsync(1);
        await Expect(page.Locator(".monitor")).ToContainTextAsync("Web shop");
        await Expect(page.Locator(".overall .mark")).ToHaveCSSAsync("width", new Regex(@"^22\."));
        Assert.Equal(0, await page.Locator("script").CountAsync());

        server.Status = "500 Broken";
        // A picture of the page is shown for a second, and drawn anew by who asks after that.
        for (var i = 0; i < 100 && !await HasAsync(page, "does not work"); i++) await page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        await Expect(page.Locator(".overall")).ToContainTextAsync("1 of 1 does not work");
        await page.GotoAsync(project.Address + "/status/shop/badge.svg");
        await Expect(page.Locator("svg")).ToHaveAttributeAsync("aria-label", "Web shop: down");
    }

    private static async Task<bool> HasAsync(IPage page, string text)
    {
        await page.ReloadAsync();
        return (await page.Locator(".overall").TextContentAsync())!.Contains(text, StringComparison.Ordinal);
    }

    private static ILocator Row(IPage page, string name) => page.Locator($"#monitor-{name}");

    private static ILocator Rows(IPage page) => page.Locator(".monitors .row");
}
