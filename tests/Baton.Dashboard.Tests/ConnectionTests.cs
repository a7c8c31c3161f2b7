using Baton.TestKit;
using static Baton.Dashboard.Tests.BrowserTests;

namespace Baton.Dashboard.Tests;

/// <summary>What a page does while there is no daemon.</summary>
[Collection(OtherBrowserTests.Name)]
[Trait("Speed", "slow")]
public sealed class ConnectionTests(Browser browser)
{
    private const string Pair = """
        [services.speaker]
        command = ["tail", "-n", "+1", "-F", "{folder}/said"]
        [services.other]
        command = ["sleep", "600"]
        """;

    [Fact]
    public async Task A_page_outlives_the_daemon_says_so_and_shows_what_is_so_under_the_next_one()
    {
        await using var project = await Project.UpAsync(Pair);
        await using var tab = await browser.OpenAsync();
        tab.IsExpected = IsOfNetwork;
        var page = await tab.GoToAsync(project, "/ui/services");
        await Expect(page.Locator("#row-other")).ToContainTextAsync("running");
        var log = page.Locator(".line-back");

        await project.KillDaemonAsync();
        var daemon = project.Daemon;

        // The next one is there within a second: that the page was lost is seen by what it says afterwards.
        await Expect(log).ToContainTextAsync("live again");
        await Eventually.HoldsAsync(() => !ProcessTable.IsAlive(daemon), "its death");
        await project.LookAsync();
        Assert.NotEqual(daemon, project.Daemon);
        await project.BatonAsync("stop", "other");
        await Expect(page.Locator("#row-other")).ToContainTextAsync("stopped");
        await Expect(page.Locator("#row-speaker")).ToContainTextAsync("running");
    }

    [Fact]
    public async Task Lines_that_are_written_while_no_daemon_lives_are_there_once_and_in_order()
    {
        await using var project = await Project.UpAsync(Pair);
        await using var tab = await browser.OpenAsync();
        tab.IsExpected = IsOfNetwork;
        project.Say("said", "one\ntwo\n");
        var page = await tab.GoToAsync(project, "/ui/logs?service=speaker&stream=stdout");
        await Expect(page.Locator(".logrow")).ToHaveCountAsync(2);

        await project.KillDaemonAsync();
        project.Say("said", "three\n");
        await Expect(page.Locator(".line-back")).ToBeVisibleAsync();
        project.Say("said", "four\n");

        await Expect(page.Locator(".logrow-text")).ToHaveTextAsync(["one", "two", "three", "four"]);
    }

    [Fact]
    public async Task When_everything_is_stopped_the_page_says_that_it_is_lost()
    {
        await using var project = await Project.UpAsync(Pair);
        await using var tab = await browser.OpenAsync();
        tab.IsExpected = IsOfNetwork;
        var page = await tab.GoToAsync(project, "/ui/services");
        await Expect(page.Locator("#row-other")).ToContainTextAsync("running");
        await project.BatonAsync("down");
        await Expect(page.GetByText("Connection lost")).ToBeVisibleAsync();
        await Expect(page.Locator("html")).ToHaveAttributeAsync("data-connection", "lost");
    }

    [Fact]
    public async Task Events_are_there_once_under_the_next_daemon()
    {
        await using var project = await Project.UpAsync(Pair);
        await using var tab = await browser.OpenAsync();
        tab.IsExpected = IsOfNetwork;
        var page = await tab.GoToAsync(project, "/ui/events");
        await Expect(page.Locator(".event", new() { HasText = "other" }).Filter(new() { HasText = "running" })).ToHaveCountAsync(1);

        await project.KillDaemonAsync();
        await Expect(page.Locator(".line-back")).ToBeVisibleAsync();
        await project.BatonAsync("stop", "other");

        await Expect(page.Locator(".event", new() { HasText = "other" }).Filter(new() { HasText = "stopped" })).ToHaveCountAsync(1);
        var numbers = (await page.Locator(".event-seq").AllTextContentsAsync()).Select(int.Parse).ToList();
        Assert.Equal(numbers.Distinct().OrderDescending(), numbers);
        Assert.Equal(1, numbers[^1]);
        await Expect(page.Locator(".event", new() { HasText = "daemon" }).Filter(new() { HasText = "started" }).First).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_page_that_finds_nobody_for_a_while_says_so_and_goes_on_when_Baton_is_started_again()
    {
        await using var project = await Project.UpAsync(Pair);
        await using var tab = await browser.OpenAsync();
        tab.IsExpected = IsOfNetwork;
        project.Say("said", "one\n");
        var page = await tab.GoToAsync(project, "/ui/logs?service=speaker&stream=stdout");
        await Expect(page.Locator(".logrow-text")).ToHaveTextAsync(["one"]);

        await project.KillAllOfBatonAsync();
        await Expect(page.GetByText("Connection lost")).ToBeVisibleAsync();
        project.Say("said", "two\n");
        // Some seconds, in which more than one attempt fails.
        await Expect(page.GetByText(new System.Text.RegularExpressions.Regex("from [1-9] s ago"))).ToBeVisibleAsync();
        await project.UpAgainAsync();

        await Expect(page.Locator(".line-back")).ToContainTextAsync("live again");
        project.Say("said", "three\n");
        await Expect(page.Locator(".logrow-text")).ToHaveTextAsync(["one", "two", "three"]);
        await page.GetByRole(Microsoft.Playwright.AriaRole.Link, new() { Name = "Services" }).ClickAsync();
        await Expect(page.Locator("#row-speaker")).ToContainTextAsync("running");
    }

    [Fact]
    public async Task A_connection_that_died_without_a_word_is_noticed_by_the_silence()
    {
        await using var project = await Project.UpAsync("[api]\nhosts = [\"proxy.localhost\"]\n" + Pair);
        await using var proxy = new SilentProxy(project.Address);
        await using var tab = await browser.OpenAsync();
        tab.IsExpected = IsOfNetwork;
        await tab.Page.Clock.InstallAsync();
        var page = await tab.GoToAsync(project, "/ui/services", proxy.Address);
        await Expect(page.Locator("#row-other")).ToContainTextAsync("running");
        await Expect(page.Locator("html")).ToHaveAttributeAsync("data-connection", "live");

        proxy.IsSilent = true;
        await page.Clock.FastForwardAsync(45_000);

        await Expect(page.GetByText("Connection lost (nothing was heard for 40 seconds)")).ToBeVisibleAsync();
        // What is tried meanwhile hears nothing either, and does not wait for ever.
        await page.Clock.FastForwardAsync(15_000);
        await project.BatonAsync("stop", "other");
        await Expect(page.Locator("#row-other")).ToContainTextAsync("running");
        proxy.IsSilent = false;
        await page.Clock.FastForwardAsync(20_000);
        await Expect(page.Locator(".line-back")).ToContainTextAsync("live again");
        await Expect(page.Locator("#row-other")).ToContainTextAsync("stopped");
    }

    // The browser itself notes each failed request in its console.
    private static bool IsOfNetwork(string error) => error.Contains("net::ERR_", StringComparison.Ordinal);
}
