using Baton.TestKit;
using Microsoft.Playwright;
using static Baton.Dashboard.Tests.BrowserTests;

namespace Baton.Dashboard.Tests;

/// <summary>
/// Draws every page with the studio example behind it, into <c>artifacts/screenshots</c>: what people see when a test fails, and what
/// <c>docs/screenshots</c> makes the pictures of the documentation from.
/// </summary>
[Collection(Name)]
[Trait("Speed", "slow")]
public sealed class ScreenshotTests(Browser browser)
{
    // With BATON_SCREENSHOTS the example runs on until there is more to see.
    private static readonly bool IsPatient = Environment.GetEnvironmentVariable("BATON_SCREENSHOTS") is not null;

    [Fact]
    public async Task Every_page_is_drawn_with_the_studio_behind_it_in_both_themes()
    {
        var folder = Directory.CreateDirectory(Repository.File("artifacts/screenshots")).FullName;
        await using var project = await Project.StudioAsync();
        await project.BatonAsync("wait", "mixer", "doorman");
        foreach (var theme in (ColorScheme[])[ColorScheme.Light, ColorScheme.Dark])
        {
            await using var tab = await browser.OpenAsync(theme, 1280, 720);
            var page = await tab.GoToAsync(project, "/ui/services");
            await Expect(page.Locator("#row-mixer")).ToContainTextAsync("running");
            if (IsPatient)
            {
                await Expect(page.Locator("#row-flaky .cell-restarts")).Not.ToContainTextAsync("0", new() { Timeout = 180_000 });
                // Long enough for the lines of the last minute to be whole.
                await Expect(page.Locator("#row-clock .cell-uptime")).ToContainTextAsync("min", new() { Timeout = 180_000 });
                await Expect(page.Locator(".totals-use .spark-line")).ToHaveCountAsync(2);
                await page.WaitForFunctionAsync("() => document.querySelector('.totals-use .spark-line').getBBox().width > 25");
            }

            await DrawAsync(page, folder, "services", theme);
            foreach (var (name, path, drawn) in Pages)
            {
                await page.GotoAsync(project.Address + path);
                await Expect(page.Locator(drawn).First).ToBeVisibleAsync();
                await DrawAsync(page, folder, name, theme);
            }

            await page.GotoAsync(project.Address + "/ui/events");
            await page.Locator(".event", new() { HasText = "mixer" }).Filter(new() { HasText = "running" }).First.ClickAsync();
            await Expect(page.GetByRole(AriaRole.Complementary).GetByRole(AriaRole.Listitem).First).ToBeVisibleAsync();
            await DrawAsync(page, folder, "events", theme);
        }
    }

    [Fact]
    public async Task The_pages_of_monitors_are_drawn_with_three_months_behind_them_in_both_themes()
    {
        var folder = Directory.CreateDirectory(Repository.File("artifacts/screenshots")).FullName;
        await using FlippedServer well = new(), broken = new();
        broken.Status = "503 Service Unavailable";
        await using var project = await Project.UpAsync(Shop(well, broken), WriteHistoryAsync);
        foreach (var theme in (ColorScheme[])[ColorScheme.Light, ColorScheme.Dark])
        {
            await using var tab = await browser.OpenAsync(theme, 1280, 720);
            var page = await tab.GoToAsync(project, "/ui/monitors");
            await Expect(page.Locator("#monitor-payments")).ToContainTextAsync("open");
            await Expect(page.Locator("#monitor-shop")).ToContainTextAsync("up");
            await DrawAsync(page, folder, "monitors", theme);
            await page.GotoAsync(project.Address + "/ui/monitors/payments");
            await Expect(page.Locator(".latency-box canvas")).ToBeVisibleAsync();
            await Expect(page.Locator(".incident-open")).ToBeVisibleAsync();
            await DrawAsync(page, folder, "monitor", theme);
            await page.GotoAsync(project.Address + "/status");
            await Expect(page.Locator(".monitor")).ToHaveCountAsync(4);
            await DrawAsync(page, folder, "status-page", theme);
        }
    }

    private static string Shop(FlippedServer well, FlippedServer broken) => $$"""
        [health]
        interval_seconds = 2
        timeout_seconds = 2
        breaker = { failure_threshold = 2, open_seconds = 45 }
        [health.status]
        title = "Example Shop"
        notice = "On Monday the shop moves to other machines; it may be slow then."
        [monitors.router]
        exec = ["true"]
        tags = ["network"]
        [monitors.shop]
        http = "{{well.Url}}"
        parent = "router"
        group = "Shop"
        tags = ["edge"]
        public = true
        title = "Web shop"
        [monitors.search]
        http = "{{well.Url}}"
        parent = "router"
        group = "Shop"
        public = true
        title = "Search"
        [monitors.payments]
        http = "{{broken.Url}}"
        parent = "router"
        group = "Orders"
        tags = ["edge", "money"]
        public = true
        title = "Payments"
        [monitors.mail]
        tcp = "127.0.0.1:{{well.Url.Port}}"
        group = "Orders"
        public = true
        title = "Order mails"
        [monitors.invoices]
        http = "{{well.Url}}"
        parent = "payments"
        group = "Orders"
        [monitors.backup]
        push = "f3b1c2d4e5a69788"
        interval_seconds = 86400
        tags = ["night"]
        """;

    private static async Task WriteHistoryAsync(string folder)
    {
        Directory.CreateDirectory(Path.Combine(folder, ".baton"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        await WrittenHistory.WriteAsync(
            Path.Combine(folder, ".baton", "health.db"), ("router", 2, []), ("shop", 42, [(1500, 50), (210, 14)]), ("search", 18, [(900, 180)]),
            ("payments", 95, [(1300, 600), (400, 40), (19, 25), (7, 12)]), ("mail", 6, [(310, 35)]), ("invoices", 30, []), ("backup", 800, []));
    }

    [Fact]
    public async Task The_page_that_asks_for_a_token_is_drawn_in_both_themes()
    {
        var folder = Directory.CreateDirectory(Repository.File("artifacts/screenshots")).FullName;
        await using var project = await Project.UpAsync("[services.one]\ncommand = [\"sleep\", \"600\"]\n", "ORCHESTRATOR_TOKEN=for-a-picture-only");
        foreach (var theme in (ColorScheme[])[ColorScheme.Light, ColorScheme.Dark])
        {
            await using var tab = await browser.OpenAsync(theme, 1280, 720);
            tab.IsExpected = error => error.Contains("401", StringComparison.Ordinal);
            var page = await tab.GoToAsync(project, "/ui/login");
            await Expect(page.GetByLabel("Token")).ToBeFocusedAsync();
            await DrawAsync(page, folder, "login", theme);
        }
    }

    // Of each page: the name of its picture, and what is there once it is drawn.
    private static readonly (string Name, string Path, string Drawn)[] Pages =
    [
        ("service", "/ui/services/tickets", "h1"), ("service-logs", "/ui/services/mixer/logs?q=limit", "mark"), ("graph", "/ui/graph?service=doorman", ".chain-row"), ("logs", "/ui/logs?service=projector&service=mixer&service=clock&service=doorman", ".logrow"),
    ];

    private static async Task DrawAsync(IPage page, string folder, string name, ColorScheme theme)
    {
        var path = Path.Combine(folder, $"{name}-{(theme == ColorScheme.Dark ? "dark" : "light")}.png");
        await Expect(page.Locator(".logview-earlier")).ToHaveCountAsync(0);
        await page.ScreenshotAsync(new PageScreenshotOptions { Path = path });
        // An empty page of one colour is some 6 kB.
        Assert.InRange(new FileInfo(path).Length, 8_000, 200_000);
    }
}
