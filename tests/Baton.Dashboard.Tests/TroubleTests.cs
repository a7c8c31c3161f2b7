using Microsoft.Playwright;
using static Baton.Dashboard.Tests.BrowserTests;

namespace Baton.Dashboard.Tests;

/// <summary>What could not be read is told where it is missing, and can be asked for again.</summary>
[Collection(Name)]
[Trait("Speed", "slow")]
public sealed class TroubleTests(Browser browser, TroubleTests.Stage shared) : IClassFixture<TroubleTests.Stage>
{
    [Fact]
    public async Task Earlier_lines_that_cannot_be_read_are_told_and_come_when_they_are_asked_for_again()
    {
        await using var tab = await browser.OpenAsync();
        tab.IsExpected = IsOfNetwork;
        await tab.Page.RouteAsync(IsEarlier, route => route.AbortAsync());
        var page = await tab.GoToAsync(shared.Project, "/ui/services/counter/logs");
        await Expect(page.Locator(".logrow", new() { HasText = "line 3000" })).ToHaveCountAsync(1);

        await page.Locator(".logview").FocusAsync();
        await page.Keyboard.PressAsync("Home");

        await Expect(page.GetByText("Cannot read earlier lines: Baton does not answer")).ToBeVisibleAsync();
        await page.UnrouteAllAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Try again" }).ClickAsync();
        await Expect(page.GetByText("Cannot read earlier lines")).ToHaveCountAsync(0);
        // The reader's place stays; a few lines beyond the edge are in the document.
        await Expect(page.Locator(".logrow", new() { HasText = "line 1999" })).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task Who_leaves_while_earlier_lines_are_on_their_way_does_not_wait_for_them_any_more()
    {
        await using var tab = await browser.OpenAsync();
        tab.IsExpected = IsOfNetwork;
        var asked = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        var left = new TaskCompletionSource<IRequest>(TaskCreationOptions.RunContinuationsAsynchronously);
        await tab.Page.RouteAsync(IsEarlier, _ =>
        {
            // No answer, ever.
            asked.TrySetResult(true);
            return Task.CompletedTask;
        });
        var page = await tab.GoToAsync(shared.Project, "/ui/services/counter/logs");
        await Expect(page.Locator(".logrow", new() { HasText = "line 3000" })).ToHaveCountAsync(1);
        await page.Locator(".logview").FocusAsync();
        await page.Keyboard.PressAsync("Home");
        await TestKit.Eventually.ReturnsAsync(asked.Task, "the question for earlier lines");

        page.RequestFailed += (_, request) =>
        {
            if (IsEarlier.IsMatch(request.Url)) left.TrySetResult(request);
        };
        await page.GetByRole(AriaRole.Link, new() { Name = "Runs" }).ClickAsync();

        var failed = await TestKit.Eventually.ReturnsAsync(left.Task, "the end of that question", AtOnce);
        Assert.Equal("net::ERR_ABORTED", failed.Failure);
    }

    [Fact]
    public async Task Figures_of_before_that_cannot_be_read_are_told()
    {
        await using var tab = await browser.OpenAsync();
        tab.IsExpected = IsOfNetwork;
        await tab.Page.RouteAsync("**/api/v1/services/counter/figures", route => route.AbortAsync());
        var page = await tab.GoToAsync(shared.Project, "/ui/services/counter");
        await Expect(page.GetByText("Cannot read the figures from before: Baton does not answer")).ToBeVisibleAsync();
        await page.UnrouteAllAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Try again" }).ClickAsync();
        await Expect(page.GetByText("Cannot read the figures")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_chain_that_cannot_be_read_is_not_taken_for_none()
    {
        await using var tab = await browser.OpenAsync();
        tab.IsExpected = IsOfNetwork;
        await tab.Page.RouteAsync("**/api/v1/graph?*chain=true*", route => route.AbortAsync());
        var page = await tab.GoToAsync(shared.Project, "/ui/graph");
        await Expect(page.GetByText("Cannot read it: Baton does not answer")).ToBeVisibleAsync();
        await page.UnrouteAllAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Try again" }).ClickAsync();
        await Expect(page.GetByText("Cannot read it")).ToHaveCountAsync(0);
    }

    // Sooner than any request ends by itself.
    private static readonly TimeSpan AtOnce = TimeSpan.FromSeconds(15);

    private static readonly System.Text.RegularExpressions.Regex IsEarlier = new("/api/v1/logs\\?.*until=");

    private static bool IsOfNetwork(string error) => error.Contains("net::ERR_", StringComparison.Ordinal);

    /// <summary>Its project.</summary>
    public sealed class Stage() : SharedProject("""
        [services.counter]
        command = ["bash", "-c", "for i in {1..3000}; do echo line $i; done; exec sleep 1000"]
        """);
}
