using System.Text.Json;
using Microsoft.Playwright;
using static Baton.Dashboard.Tests.BrowserTests;

namespace Baton.Dashboard.Tests;

/// <summary>The pages on a telephone that is held upright.</summary>
[Collection(OtherBrowserTests.Name)]
[Trait("Speed", "slow")]
public sealed class PhoneTests(Browser browser, PairProject shared)
{
    // What can be pressed and lies beyond the edge, where nothing around it can be scrolled sideways.
    private const string BeyondTheEdge = """
        () => [...document.querySelectorAll("a[href], button, input, select")].filter((one) => {
          const { left, right, width } = one.getBoundingClientRect();
          if (!width || !one.checkVisibility() || (left >= 0 && right <= innerWidth) || one.closest(".skip")) return false;
          for (let at = one.parentElement; at; at = at.parentElement) if (["auto", "scroll"].includes(getComputedStyle(at).overflowX) && at.scrollWidth > at.clientWidth) return false;
          return true;
        }).map((one) => one.outerHTML.slice(0, 100))
        """;

    [Theory]
    [InlineData("/ui/services", "#row-top")]
    [InlineData("/ui/services/top", ".timeline .step")]
    [InlineData("/ui/services/top/runs", "td")]
    [InlineData("/ui/services/top/logs", ".logview")]
    [InlineData("/ui/graph", ".node")]
    [InlineData("/ui/logs", ".logview")]
    [InlineData("/ui/events", ".event")]
    [InlineData("/ui/monitors", "#monitor-self")]
    [InlineData("/ui/monitors/self", ".uptimes")]
    public async Task Everything_can_be_reached_and_no_page_is_wider_than_the_screen(string path, string drawn)
    {
        await using var tab = await browser.OpenAsync(width: 390, height: 844);
        var page = await tab.GoToAsync(shared.Project, path);
        await Expect(page.Locator(drawn).First).ToBeVisibleAsync();
        Assert.Equal("[]", (await page.EvaluateAsync<JsonElement>(BeyondTheEdge)).ToString());
        Assert.True(await page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= innerWidth"), "the page is wider than the screen");
        // Sections are all there without scrolling.
        foreach (var section in (string[])["Services", "Monitors", "Graph", "Logs", "Events"])
        {
            var box = (await page.GetByRole(AriaRole.Navigation, new() { Name = "Sections" }).GetByRole(AriaRole.Link, new() { Name = section }).BoundingBoxAsync())!;
            Assert.InRange(box.X + box.Width, 0, 390);
        }
    }

    [Fact]
    public async Task An_event_covers_the_list_until_it_is_closed()
    {
        await using var tab = await browser.OpenAsync(width: 390, height: 844);
        var page = await tab.GoToAsync(shared.Project, "/ui/events");
        await page.Locator(".event", new() { HasText = "top" }).First.ClickAsync();
        var panel = page.GetByRole(AriaRole.Complementary);
        await Expect(panel).ToBeVisibleAsync();
        Assert.Equal(390, (await panel.BoundingBoxAsync())!.Width);
        await panel.GetByRole(AriaRole.Button, new() { Name = "Close" }).ClickAsync();
        await Expect(page.Locator(".event").First).ToBeVisibleAsync();
    }
}
