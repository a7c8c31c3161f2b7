using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Baton.Dashboard.Tests.BrowserTests;

namespace Baton.Dashboard.Tests;

/// <summary>The page of dependencies, with the real program behind it.</summary>
[Collection(OtherBrowserTests.Name)]
[Trait("Speed", "slow")]
public sealed class GraphPageTests(Browser browser, GraphPageTests.Stage shared) : IClassFixture<GraphPageTests.Stage>
{
    private const string Chain = """
        [services.base]
        command = ["sleep", "600"]
        [services.middle]
        command = ["sleep", "600"]
        depends_on = ["base"]
        [services.top]
        command = ["sleep", "600"]
        depends_on = ["middle"]
        [services.other]
        command = ["sleep", "600"]
        """;

    [Fact]
    public async Task Who_is_needed_stands_left_of_who_needs_it_and_its_state_is_live()
    {
        await using var project = await Project.UpAsync(Chain);
        await using var tab = await browser.OpenAsync();
        var page = await tab.GoToAsync(project, "/ui/graph");
        await Expect(page.Locator(".node")).ToHaveCountAsync(4);
        Assert.True(await LeftOf(page, "base") < await LeftOf(page, "middle"));
        Assert.True(await LeftOf(page, "middle") < await LeftOf(page, "top"));
        await Expect(Node(page, "top")).ToContainTextAsync("running");

        await project.BatonAsync("stop", "top");

        await Expect(Node(page, "top")).ToContainTextAsync("stopped");
        await Expect(Node(page, "top")).ToHaveAttributeAsync("aria-label", "top, stopped; needs middle (ready)");
    }

    [Fact]
    public async Task Pointing_at_one_lights_what_it_needs_and_what_needs_it()
    {
        var project = shared.Project;
        await using var tab = await browser.OpenAsync();
        var page = await tab.GoToAsync(project, "/ui/graph");
        await Node(page, "middle").HoverAsync();
        await Expect(Node(page, "base")).ToHaveClassAsync(new Regex("node-up"));
        await Expect(Node(page, "top")).ToHaveClassAsync(new Regex("node-down"));
        await Expect(Node(page, "other")).ToHaveClassAsync(new Regex("node-dim"));
        await Node(page, "middle").ClickAsync();
        await Expect(page).ToHaveURLAsync(new Regex("/ui/services/middle"));
    }

    [Fact]
    public async Task It_is_walked_and_zoomed_by_keyboard()
    {
        var project = shared.Project;
        await using var tab = await browser.OpenAsync();
        var page = await tab.GoToAsync(project, "/ui/graph");
        await Expect(page.Locator(".node")).ToHaveCountAsync(4);
        await Node(page, "base").FocusAsync();
        await page.Keyboard.PressAsync("ArrowRight");
        await Expect(Node(page, "middle")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("ArrowRight");
        await Expect(Node(page, "top")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("+");
        await Expect(page.Locator(".graph-frame")).ToHaveAttributeAsync("data-scale", "1.25");
        await page.Keyboard.PressAsync("0");
        await Expect(page.Locator(".graph-frame")).ToHaveAttributeAsync("data-scale", "1.00");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page).ToHaveURLAsync(new Regex("/ui/services/top"));
    }

    [Fact]
    public async Task It_is_moved_by_mouse_and_that_opens_nothing()
    {
        var project = shared.Project;
        await using var tab = await browser.OpenAsync();
        var page = await tab.GoToAsync(project, "/ui/graph");
        await Expect(Node(page, "base")).ToBeVisibleAsync();
        var before = (await Node(page, "base").BoundingBoxAsync())!;
        await page.Mouse.MoveAsync(before.X + 20, before.Y + 20);
        await page.Mouse.DownAsync();
        await page.Mouse.MoveAsync(before.X + 120, before.Y + 70, new() { Steps = 4 });
        await page.Mouse.UpAsync();
        var after = (await Node(page, "base").BoundingBoxAsync())!;
        Assert.Equal(100, after.X - before.X, 3f);
        Assert.Equal(50, after.Y - before.Y, 3f);
        await Expect(page).ToHaveURLAsync(new Regex("/ui/graph$"));
    }

    [Fact]
    public async Task The_chain_of_the_last_start_and_the_edges_are_told_in_words_too()
    {
        var project = shared.Project;
        await using var tab = await browser.OpenAsync();
        var page = await tab.GoToAsync(project, "/ui/graph?service=top");
        await Expect(page.Locator(".chain-row")).ToHaveCountAsync(3);
        await Expect(page.Locator(".chain-row").First).ToContainTextAsync("base");
        await page.GetByText("As a table").ClickAsync();
        await Expect(page.GetByRole(AriaRole.Row, new() { Name = "top middle is ready" })).ToBeVisibleAsync();
        await page.GetByLabel("Only what is related to it").CheckAsync();
        await Expect(page.Locator(".node")).ToHaveCountAsync(3);
        await Expect(page).ToHaveURLAsync(new Regex("only=1"));
    }

    private static ILocator Node(IPage page, string name) => page.Locator($".node[data-service='{name}']");

    private static async Task<double> LeftOf(IPage page, string name) => (await Node(page, name).BoundingBoxAsync())!.X;

    /// <summary>Its project.</summary>
    public sealed class Stage() : SharedProject(Chain);
}
