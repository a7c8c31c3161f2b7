using Microsoft.Playwright;
using static Baton.Dashboard.Tests.BrowserTests;

namespace Baton.Dashboard.Tests;

/// <summary>When keys are in force, and when not.</summary>
[Collection(OtherBrowserTests.Name)]
[Trait("Speed", "slow")]
public sealed class KeysTests(Browser browser, PairProject shared)
{
    // Presses a key in the very moment in which something is in the document: before it is painted, and before any timer.
    private const string PressWhenThere = """
        ({ there, key, leave }) => new Promise((done) => {
          new MutationObserver((_, observer) => {
            if (!document.querySelector(there)) return;
            observer.disconnect();
            document.body.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
            done();
          }).observe(document.body, { childList: true, subtree: true });
          if (leave === "back") history.back();
          else document.querySelector(`a[href="${leave}"]`).click();
        })
        """;

    [Theory]
    [InlineData("/ui/services", "#row-base", "j", "#row-base.row-active")]
    [InlineData("/ui/logs", ".logtools", "p", ".logtools [aria-pressed=true]:has-text('Paused')")]
    [InlineData("/ui/events", ".eventlist", "j", ".eventlist:focus")]
    public async Task A_key_counts_from_the_moment_that_a_page_shows(string path, string there, string key, string then)
    {
        await using var tab = await browser.OpenAsync();
        var page = await tab.GoToAsync(shared.Project, path);
        await Expect(page.Locator(there).First).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Graph" }).ClickAsync();
        await Expect(page.Locator(".node")).ToHaveCountAsync(2);

        await page.EvaluateAsync(PressWhenThere, new { there, key, leave = "back" });

        await Expect(page.Locator(then)).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task The_keys_of_one_character_are_turned_off_and_on_again_for_this_browser()
    {
        await using var tab = await browser.OpenAsync();
        var page = await tab.GoToAsync(shared.Project, "/ui/services");
        await Expect(page.Locator("#row-top")).ToContainTextAsync("running");
        await page.Keyboard.PressAsync("?");
        var setting = page.GetByLabel("Keys of one character act");
        await setting.UncheckAsync();
        await page.Keyboard.PressAsync("Escape");
        await Expect(setting).ToHaveCountAsync(0);
        await page.ReloadAsync();
        await Expect(page.Locator("#row-top")).ToContainTextAsync("running");

        foreach (var key in (string[])["j", "x", "t", "/", "?", "g", "l"]) await page.Keyboard.PressAsync(key);
        await page.Keyboard.PressAsync("ArrowDown");

        // Only the arrow did something.
        await Expect(page.Locator("#row-base")).ToHaveClassAsync(new System.Text.RegularExpressions.Regex("row-active"));
        await Expect(page.Locator(".row-selected")).ToHaveCountAsync(0);
        await Expect(page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
        await Expect(page.GetByRole(AriaRole.Searchbox)).Not.ToBeFocusedAsync();
        await Expect(page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("/ui/services$"));
        await page.GetByRole(AriaRole.Button, new() { Name = "Keys" }).ClickAsync();
        await setting.CheckAsync();
        await page.Keyboard.PressAsync("Escape");
        await page.Keyboard.PressAsync("j");
        await Expect(page.Locator("#row-top")).ToHaveClassAsync(new System.Text.RegularExpressions.Regex("row-active"));
    }
}
