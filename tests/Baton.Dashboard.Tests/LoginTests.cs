using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Baton.Dashboard.Tests.BrowserTests;

namespace Baton.Dashboard.Tests;

/// <summary>The dashboard where a token is needed.</summary>
[Collection(OtherBrowserTests.Name)]
[Trait("Speed", "slow")]
public sealed class LoginTests(Browser browser)
{
    private const string One = """
        [services.web]
        command = ["sleep", "600"]
        """;

    [Fact]
    public async Task A_page_leads_to_the_login_which_takes_the_right_token_only_and_leads_back()
    {
        await using var project = await Project.UpAsync(One, "ORCHESTRATOR_TOKEN=the-right-one-of-this-test");
        await using var tab = await browser.OpenAsync();
        tab.IsExpected = IsOfRefusal;
        var page = await tab.GoToAsync(project, "/ui/services?q=we");
        await Expect(page).ToHaveURLAsync(new Regex("/ui/login"));

        await page.GetByLabel("Token").FillAsync("a-wrong-one");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
        await Expect(page.Locator("#row-web")).ToHaveCountAsync(0);
        await page.GetByLabel("Token").FillAsync("the-right-one-of-this-test");
        await page.Keyboard.PressAsync("Enter");

        await Expect(page).ToHaveURLAsync(new Regex(@"/ui/services\?q=we$"));
        await Expect(page.Locator("#row-web")).ToContainTextAsync("running");
        await page.GetByRole(AriaRole.Button, new() { Name = "Log out" }).ClickAsync();
        await Expect(page).ToHaveURLAsync(new Regex("/ui/login"));
    }

    [Fact]
    public async Task Who_may_only_look_is_told_so_and_cannot_act()
    {
        await using var project = await Project.UpAsync(One + """

            [api]
            token_file = "tokens"
            """, [("tokens", "viewer read only-to-look-in-this-test\n")]);
        await using var tab = await browser.OpenAsync();
        tab.IsExpected = IsOfRefusal;
        var page = await tab.GoToAsync(project, "/ui/services");
        await page.GetByLabel("Token").FillAsync("only-to-look-in-this-test");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("#row-web")).ToContainTextAsync("running");
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Stop web" })).ToBeDisabledAsync();
        await Expect(page.GetByText("read only")).ToBeVisibleAsync();
    }

    // The browser itself notes what was refused, and asks for an icon where a page names none.
    private static bool IsOfRefusal(string error) =>
        error.Contains("401", StringComparison.Ordinal) || error.Contains("403", StringComparison.Ordinal) || error.Contains("/favicon.ico", StringComparison.Ordinal);
}
