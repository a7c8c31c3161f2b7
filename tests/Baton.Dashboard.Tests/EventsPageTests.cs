using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Baton.Dashboard.Tests.BrowserTests;

namespace Baton.Dashboard.Tests;

/// <summary>The page of the journal, with the real program behind it.</summary>
[Collection(OtherBrowserTests.Name)]
[Trait("Speed", "slow")]
public sealed class EventsPageTests(Browser browser, PairProject shared)
{
    private const string Pair = """
        [services.base]
        command = ["sleep", "600"]
        [services.top]
        command = ["sleep", "600"]
        depends_on = ["base"]
        """;

    [Fact]
    public async Task New_events_appear_by_themselves_on_top()
    {
        await using var project = await Project.UpAsync(Pair);
        await using var tab = await browser.OpenAsync();
        var page = await tab.GoToAsync(project, "/ui/events");
        await Expect(Rows(page, "top", "running")).ToHaveCountAsync(1);

        await project.BatonAsync("stop", "top");

        await Expect(Rows(page, "top", "stopped")).ToHaveCountAsync(1);
        await Expect(page.Locator(".event[aria-rowindex='1']")).ToContainTextAsync("top");
    }

    [Fact]
    public async Task A_cause_is_one_click_away_and_the_chain_goes_back_to_the_first()
    {
        var project = shared.Project;
        await using var tab = await browser.OpenAsync();
        // Only the last link is in the list: the others are asked for.
        var page = await tab.GoToAsync(project, "/ui/events?what=running&about=top");
        await Expect(page.Locator(".event")).ToHaveCountAsync(1);
        await page.Locator(".event").ClickAsync();
        var panel = page.GetByRole(AriaRole.Complementary);
        await Expect(panel.GetByRole(AriaRole.Listitem).Last).ToContainTextAsync("daemon started");

        await panel.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("base running") }).ClickAsync();

        await Expect(panel).ToContainTextAsync("running");
        await Expect(panel.GetByRole(AriaRole.Link, new() { Name = "base", Exact = true })).ToBeVisibleAsync();
        await Expect(page).ToHaveURLAsync(new Regex(@"at=\d+"));
        await page.Keyboard.PressAsync("Escape");
        await Expect(panel).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Filters_stand_in_the_address_and_survive_a_reload()
    {
        var project = shared.Project;
        await using var tab = await browser.OpenAsync();
        var page = await tab.GoToAsync(project, "/ui/events");
        await Expect(Rows(page, "top", "running")).ToHaveCountAsync(1);
        await page.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^What") }).ClickAsync();
        await page.GetByRole(AriaRole.Checkbox, new() { Name = "running" }).CheckAsync();
        await Expect(page.Locator(".event")).ToHaveCountAsync(2);
        await page.Keyboard.PressAsync("Escape");
        await page.GetByRole(AriaRole.Searchbox).FillAsync("base");
        await Expect(page.Locator(".event")).ToHaveCountAsync(1);

        await page.ReloadAsync();

        await Expect(page.Locator(".event")).ToHaveCountAsync(1);
        await Expect(page.Locator(".event")).ToContainTextAsync("base");
        await Expect(page).ToHaveURLAsync(new Regex("what=running&q=base"));
    }

    [Fact]
    public async Task Events_are_walked_through_by_keyboard()
    {
        var project = shared.Project;
        await using var tab = await browser.OpenAsync();
        var page = await tab.GoToAsync(project, "/ui/events");
        await Expect(Rows(page, "top", "running")).ToHaveCountAsync(1);
        await page.Keyboard.PressAsync("j");
        await page.Keyboard.PressAsync("ArrowDown");
        await Expect(page.Locator(".event-chosen")).ToHaveAttributeAsync("aria-rowindex", "1");
        await page.Keyboard.PressAsync("ArrowDown");
        await Expect(page.Locator(".event-chosen")).ToHaveAttributeAsync("aria-rowindex", "2");
        await Expect(page.GetByRole(AriaRole.Complementary)).ToBeVisibleAsync();
    }

    private static ILocator Rows(IPage page, string subject, string what) =>
        page.Locator(".event", new() { Has = page.Locator($".event-subject:has-text('{subject}')") }).Filter(new() { Has = page.Locator($".event-what:text-is('{what}')") });
}
