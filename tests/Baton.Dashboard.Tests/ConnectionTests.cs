using Baton.TestKit;
using static Baton.Dashboard.Tests.BrowserTests;

namespace Baton.Dashboard.Tests;

/// <summary>What a page does while there is no daemon.</summary>
[Collection(Name)]
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

        var daemon = project.Daemon;
        ProcessTable.Signal(daemon, 9);

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

        ProcessTable.Signal(project.Daemon, 9);
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

    // The browser itself notes each failed request in its console.
    private static bool IsOfNetwork(string error) => error.Contains("net::ERR_", StringComparison.Ordinal);
}
