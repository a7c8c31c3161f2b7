using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Baton.Dashboard.Tests.BrowserTests;

namespace Baton.Dashboard.Tests;

/// <summary>The list of services, with the real program behind it.</summary>
[Collection(Name)]
[Trait("Speed", "slow")]
public sealed class ServicesPageTests(Browser browser, PairProject shared)
{
    [Fact]
    public async Task A_service_is_stopped_and_started_by_its_buttons()
    {
        var project = await shared.RunningAsync();
        await using var tab = await browser.OpenAsync();
        var page = await tab.GoToAsync(project, "/ui/");
        await Expect(Row(page, "top")).ToContainTextAsync("running");

        await page.GetByRole(AriaRole.Button, new() { Name = "Stop top" }).ClickAsync();

        await Expect(Row(page, "top")).ToContainTextAsync("stopped");
        await Expect(page.GetByText("top stopped")).ToBeVisibleAsync();
        Assert.Contains("stopped", await project.BatonAsync("ps", "--services", "top"), StringComparison.Ordinal);
        await page.GetByRole(AriaRole.Button, new() { Name = "Start top" }).ClickAsync();
        await Expect(Row(page, "top")).ToContainTextAsync("running");
        Assert.Contains("running", await project.BatonAsync("ps", "--services", "top"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_stops_what_others_need_is_asked_first()
    {
        var project = await shared.RunningAsync();
        await using var tab = await browser.OpenAsync();
        var page = await tab.GoToAsync(project, "/ui/services");
        await page.GetByRole(AriaRole.Button, new() { Name = "Stop base" }).ClickAsync();
        var question = page.GetByRole(AriaRole.Dialog);
        await Expect(question).ToContainTextAsync("top depends on it");

        await page.Keyboard.PressAsync("Escape");
        await Expect(question).ToHaveCountAsync(0);
        await Expect(Row(page, "base")).ToContainTextAsync("running");
        await page.GetByRole(AriaRole.Button, new() { Name = "Stop base" }).ClickAsync();
        await question.GetByRole(AriaRole.Button, new() { Name = "Stop 2 services" }).ClickAsync();

        await Expect(Row(page, "base")).ToContainTextAsync("stopped");
        await Expect(Row(page, "top")).ToContainTextAsync("stopped");
    }

    [Fact]
    public async Task Everything_is_done_by_keyboard_alone()
    {
        var project = await shared.RunningAsync();
        await using var tab = await browser.OpenAsync();
        var page = await tab.GoToAsync(project, "/ui/services");
        await Expect(Row(page, "top")).ToContainTextAsync("running");

        await page.Keyboard.PressAsync("j");
        await page.Keyboard.PressAsync("j");
        await Expect(page.Locator(".row-active")).ToContainTextAsync("top");
        await page.Keyboard.PressAsync("t");
        await Expect(Row(page, "top")).ToContainTextAsync("stopped");
        await page.Keyboard.PressAsync("s");
        await Expect(Row(page, "top")).ToContainTextAsync("running");
        await page.Keyboard.PressAsync("/");
        await page.Keyboard.TypeAsync("bas");
        await Expect(Rows(page)).ToHaveCountAsync(1);
        await page.Keyboard.PressAsync("Enter");
        await page.Keyboard.PressAsync("Escape");
        await page.Keyboard.PressAsync("Escape");
        await Expect(Rows(page)).ToHaveCountAsync(2);
        await page.Keyboard.PressAsync("?");
        await Expect(page.GetByRole(AriaRole.Dialog)).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Escape");
        await page.Keyboard.PressAsync("g");
        await page.Keyboard.PressAsync("l");
        await Expect(page).ToHaveURLAsync(new Regex("/ui/logs$"));
        await page.GoBackAsync();
        await Expect(Row(page, "base")).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("j");
        await Expect(page.Locator(".row-active")).ToContainTextAsync("base");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page).ToHaveURLAsync(new Regex("/ui/services/base"));
    }

    [Fact]
    public async Task Several_are_stopped_at_once()
    {
        var project = await shared.RunningAsync();
        await using var tab = await browser.OpenAsync();
        var page = await tab.GoToAsync(project, "/ui/services");
        await page.GetByLabel("Select all that are shown").CheckAsync();
        await page.GetByRole(AriaRole.Region, new() { Name = "Selection" }).GetByRole(AriaRole.Button, new() { Name = "Stop" }).ClickAsync();
        await Expect(Row(page, "base")).ToContainTextAsync("stopped");
        await Expect(Row(page, "top")).ToContainTextAsync("stopped");
    }

    [Fact]
    public async Task Filters_stand_in_the_address_and_survive_a_reload()
    {
        var project = await shared.RunningAsync();
        await using var tab = await browser.OpenAsync();
        var page = await tab.GoToAsync(project, "/ui/services");
        await page.GetByLabel("Group", new() { Exact = true }).SelectOptionAsync("night");
        await page.GetByLabel("State", new() { Exact = true }).SelectOptionAsync("running");
        await Expect(Rows(page)).ToHaveCountAsync(1);
        await Expect(page).ToHaveURLAsync(new Regex(@"group=night&state=running"));

        await page.ReloadAsync();

        await Expect(Rows(page)).ToHaveCountAsync(1);
        await Expect(page.GetByLabel("Group", new() { Exact = true })).ToHaveValueAsync("night");
    }

    [Fact]
    public async Task The_address_of_the_earlier_dashboard_and_the_bare_one_lead_to_the_list()
    {
        var project = await shared.RunningAsync();
        await using var tab = await browser.OpenAsync();
        var page = await tab.GoToAsync(project, "/services");
        await Expect(Rows(page)).ToHaveCountAsync(2);
        await page.GotoAsync(project.Address + "/");
        await Expect(page).ToHaveURLAsync(project.Address + "/ui/");
        await Expect(Rows(page)).ToHaveCountAsync(2);
    }

    [Fact]
    public async Task The_log_of_one_service_shows_new_lines_by_itself()
    {
        await using var project = await Project.UpAsync("""
            [services.singer]
            command = ["tail", "-n", "+1", "-F", "{folder}/song"]
            """);
        await using var tab = await browser.OpenAsync();
        project.Say("song", "do re mi\n");
        var page = await tab.GoToAsync(project, "/ui/services/singer/logs");
        await Expect(page.Locator(".logrow", new() { HasText = "do re mi" })).ToHaveCountAsync(1);
        project.Say("song", "fa so la\n");
        await Expect(page.Locator(".logrow", new() { HasText = "fa so la" })).ToHaveCountAsync(1);
    }

    private static ILocator Rows(IPage page) => page.Locator(".services .row");

    private static ILocator Row(IPage page, string name) => page.Locator($"#row-{name}");
}
