using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Baton.Dashboard.Tests.BrowserTests;

namespace Baton.Dashboard.Tests;

/// <summary>The page of all logs, with the real program behind it. Each test says words of its own.</summary>
[Collection(Name)]
[Trait("Speed", "slow")]
public sealed partial class LogsPageTests(Browser browser, LogsPageTests.Stage shared) : IClassFixture<LogsPageTests.Stage>
{
    private const string Speakers = """
        [services.singer]
        command = ["tail", "-n", "+1", "-F", "{folder}/song"]
        [services.poet]
        command = ["tail", "-n", "+1", "-F", "{folder}/poem"]
        """;

    [Fact]
    public async Task New_lines_of_all_services_appear_by_themselves()
    {
        var project = shared.Project;
        await using var tab = await browser.OpenAsync();
        var page = await tab.GoToAsync(project, "/ui/logs");
        project.Say("song", "do re mi\n");
        await Expect(Lines(page, "do re mi")).ToHaveCountAsync(1);

        project.Say("poem", "all the world\n");
        project.Say("song", "fa so la\n");

        await Expect(Lines(page, "all the world")).ToHaveCountAsync(1);
        await Expect(Lines(page, "fa so la")).ToContainTextAsync("singer");
    }

    [Fact]
    public async Task A_pause_holds_new_lines_back_until_it_ends()
    {
        var project = shared.Project;
        await using var tab = await browser.OpenAsync();
        var page = await tab.GoToAsync(project, "/ui/logs?service=singer");
        project.Say("song", "before\n");
        await Expect(Lines(page, "before")).ToHaveCountAsync(1);

        await page.Keyboard.PressAsync("p");
        project.Say("song", "during\n");

        await Expect(page.GetByRole(AriaRole.Button, new() { NameRegex = Paused() })).ToBeVisibleAsync();
        Assert.Equal(0, await Lines(page, "during").CountAsync());
        await page.Keyboard.PressAsync("p");
        await Expect(Lines(page, "during")).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task A_search_shows_only_the_lines_that_fit_and_survives_a_reload()
    {
        var project = shared.Project;
        project.Say("song", string.Concat(Enumerable.Range(1, 3000).Select(i => $"line {i} is {(i == 7 ? "Special (7)" : "like others")}\n")));
        await using var tab = await browser.OpenAsync();
        var page = await tab.GoToAsync(project, "/ui/logs");
        await Expect(Lines(page, "line 3000 ")).ToHaveCountAsync(1);

        await page.Keyboard.PressAsync("/");
        await page.Keyboard.TypeAsync("special (7)");

        // Brackets mean themselves, and the line is 3,000 back: the daemon searches, not the page.
        await Expect(page.Locator(".logrow")).ToHaveCountAsync(1);
        await Expect(page.Locator(".logrow mark")).ToHaveTextAsync("Special (7)");
        await Expect(page).ToHaveURLAsync(new Regex(@"\?q=special"));
        await page.ReloadAsync();
        await Expect(page.Locator(".logrow")).ToHaveCountAsync(1);
        await Expect(page.GetByRole(AriaRole.Searchbox, new() { Name = "Search lines" })).ToHaveValueAsync("special (7)");
        await page.GetByRole(AriaRole.Button, new() { Name = "Upper and lower case count" }).ClickAsync();
        await Expect(page.GetByText("No line has")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_regular_expression_that_is_none_is_told_and_hides_nothing_else()
    {
        var project = shared.Project;
        await using var tab = await browser.OpenAsync();
        tab.IsExpected = error => error.Contains("422", StringComparison.Ordinal);
        var page = await tab.GoToAsync(project, "/ui/logs?regex=1&q=(");
        await Expect(page.GetByRole(AriaRole.Alert).First).ToContainTextAsync("Invalid regular expression");
        await page.GotoAsync(project.Address + "/ui/logs?regex=1&q=(%3F%3Dx)");
        await Expect(page.Locator("[aria-invalid=true]")).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task A_service_that_is_not_there_is_told()
    {
        var project = shared.Project;
        await using var tab = await browser.OpenAsync();
        tab.IsExpected = error => error.Contains("404", StringComparison.Ordinal);
        var page = await tab.GoToAsync(project, "/ui/logs?service=ghost");
        await Expect(page.GetByText("service \"ghost\" does not exist")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Services_and_time_are_chosen_and_stand_in_the_address()
    {
        var project = shared.Project;
        project.Say("song", "sung\n");
        project.Say("poem", "spoken\n");
        await using var tab = await browser.OpenAsync();
        var page = await tab.GoToAsync(project, "/ui/logs");
        await Expect(Lines(page, "sung")).ToHaveCountAsync(1);

        await page.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^Services") }).ClickAsync();
        await page.GetByRole(AriaRole.Checkbox, new() { Name = "poet" }).CheckAsync();

        await Expect(Lines(page, "sung")).ToHaveCountAsync(0);
        await Expect(Lines(page, "spoken")).ToHaveCountAsync(1);
        await page.GetByLabel("Time range").SelectOptionAsync("5m");
        await Expect(page).ToHaveURLAsync(new Regex(@"service=poet&since=5m"));
        await Expect(Lines(page, "spoken")).ToHaveCountAsync(1);
        await page.GetByLabel("Time range").SelectOptionAsync("exact");
        await Expect(page.GetByLabel("From", new() { Exact = true })).ToHaveValueAsync(new Regex(@"^20\d\d-"));
        await page.GetByLabel("From", new() { Exact = true }).FillAsync("2019-01-01T00:00:01");
        await page.GetByLabel("To", new() { Exact = true }).FillAsync("2020-01-01T00:00:01");
        await Expect(page.GetByText("Nothing was written in this time.")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Of_many_lines_only_those_in_view_are_in_the_document()
    {
        var project = shared.Project;
        project.Say("song", string.Concat(Enumerable.Range(1, 30_000).Select(i => $"verse {i}\n")));
        await using var tab = await browser.OpenAsync();
        var page = await tab.GoToAsync(project, "/ui/logs?since=1d");
        await Expect(Lines(page, "verse 30000")).ToHaveCountAsync(1);
        Assert.InRange(await page.Locator(".logrow").CountAsync(), 20, 100);
        await page.Locator(".logview").FocusAsync();
        await page.Keyboard.PressAsync("Home");
        await Expect(Lines(page, "verse 30000")).ToHaveCountAsync(0);
        Assert.InRange(await page.Locator(".logrow").CountAsync(), 20, 100);
    }

    private static ILocator Lines(IPage page, string text) => page.Locator(".logrow", new() { HasText = text });

    [GeneratedRegex("Paused, 1 new line")]
    private static partial Regex Paused();

    /// <summary>Its project.</summary>
    public sealed class Stage() : SharedProject(Speakers);
}
