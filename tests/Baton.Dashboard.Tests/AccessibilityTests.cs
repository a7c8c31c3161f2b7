using System.Text.Json;
using Microsoft.Playwright;
using static Baton.Dashboard.Tests.BrowserTests;

namespace Baton.Dashboard.Tests;

/// <summary>What every page owes to those who do not see it, do not use a mouse, or see it in the dark.</summary>
[Collection(Name)]
[Trait("Speed", "slow")]
public sealed class AccessibilityTests(Browser browser, AccessibilityTests.Stage shared) : IClassFixture<AccessibilityTests.Stage>
{
    private const string Family = """
        [services.base]
        command = ["sleep", "600"]
        [services.top]
        command = ["sleep", "600"]
        depends_on = ["base"]
        [services.broken]
        command = ["false"]
        restart = "never"
        [monitors.self]
        exec = ["true"]
        tags = ["edge"]
        [monitors.down]
        exec = ["false"]
        interval_seconds = 0.2
        timeout_seconds = 0.2
        breaker = { failure_threshold = 2, open_seconds = 600 }
        parent = "self"
        """;

    // Each page, and what is there once it is drawn.
    private static readonly (string Path, string Drawn)[] Pages =
    [
        ("/ui/services", "#row-top"), ("/ui/services/top", "h1"), ("/ui/graph", ".node"), ("/ui/logs", ".logview"), ("/ui/events", ".event"),
        ("/ui/monitors", "#monitor-down"), ("/ui/monitors/down", ".incident"),
    ];

    // Name as a screen reader would make it, near enough: label, text, title, or the label around a field.
    private const string Nameless = """
        () => [...document.querySelectorAll("button, a[href], input, select, [role=button], [role=grid], [role=log], dialog")]
          .filter((one) => one.checkVisibility() && !one.closest("[aria-hidden=true]"))
          .filter((one) => !(one.getAttribute("aria-label") || one.getAttribute("aria-labelledby") || one.title || one.textContent.trim() || one.labels?.length))
          .map((one) => one.outerHTML.slice(0, 120))
        """;

    private const string Doubled = """
        () => { const seen = new Set(); return [...document.querySelectorAll("[id]")].map((one) => one.id).filter((id) => seen.has(id) || !seen.add(id)); }
        """;

    // Contrast as WCAG 2 reckons it, of each piece of text against what lies behind it; disabled things and what is dimmed by pointing are left out.
    private const string Faint = """
        () => {
          const context = Object.assign(document.createElement("canvas"), { width: 1, height: 1 }).getContext("2d", { willReadFrequently: true });
          const read = (colour) => { context.clearRect(0, 0, 1, 1); context.fillStyle = colour; context.fillRect(0, 0, 1, 1); return [...context.getImageData(0, 0, 1, 1).data]; };
          const light = ([r, g, b]) => { const [x, y, z] = [r, g, b].map((v) => { v /= 255; return v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4; }); return 0.2126 * x + 0.7152 * y + 0.0722 * z; };
          const behind = (one) => { for (let at = one; at; at = at.parentElement) { const colour = read(at.tagName === "rect" ? getComputedStyle(at).fill : getComputedStyle(at).backgroundColor); if (colour[3] === 255) return colour; } return [255, 255, 255, 255]; };
          const result = [];
          for (const one of document.querySelectorAll("body *")) {
            const own = [...one.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim());
            if (!own || !one.checkVisibility({ visibilityProperty: true, opacityProperty: true }) || one.closest("[disabled], [aria-hidden=true], .visually-hidden, .skip, title, option")) continue;
            const isDrawn = one.namespaceURI.endsWith("svg");
            const front = read(isDrawn ? getComputedStyle(one).fill : getComputedStyle(one).color);
            const box = isDrawn ? one.parentElement.querySelector("rect") : null;
            const back = behind(box ?? one);
            const [a, b] = [light(front), light(back)].sort((x, y) => y - x);
            const ratio = (a + 0.05) / (b + 0.05);
            if (ratio < 4.5) result.push(`${one.tagName}.${one.getAttribute("class")} "${one.textContent.trim().slice(0, 30)}" ${ratio.toFixed(2)}`);
          }
          return [...new Set(result)];
        }
        """;

    private const string TabStop = """
        () => { const at = document.activeElement, box = at.getBoundingClientRect();
          return { tag: at.tagName, name: at.getAttribute("aria-label") || at.textContent.trim().slice(0, 40) || at.title, seen: getComputedStyle(at).outlineStyle !== "none" || at.closest(".search, .node") !== null || at.id === "page",
            top: Math.round(box.top), left: Math.round(box.left) }; }
        """;

    [Fact]
    public async Task Everything_that_can_be_used_has_a_name_and_no_id_is_there_twice()
    {
        var project = shared.Project;
        await using var tab = await browser.OpenAsync();
        var page = await tab.GoToAsync(project, "/ui/");
        foreach (var (path, drawn) in Pages)
        {
            await page.GotoAsync(project.Address + path);
            await Expect(page.Locator(drawn).First).ToBeVisibleAsync();
            Assert.Equal((path, "[]"), (path, (await page.EvaluateAsync<JsonElement>(Nameless)).ToString()));
            Assert.Equal((path, "[]"), (path, (await page.EvaluateAsync<JsonElement>(Doubled)).ToString()));
            await Expect(page.Locator("h1")).ToHaveCountAsync(1);
            await Expect(page.Locator("main")).ToHaveCountAsync(1);
        }
    }

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task All_text_stands_out_from_what_is_behind_it(ColorScheme theme)
    {
        var project = shared.Project;
        await using var tab = await browser.OpenAsync(theme);
        var page = await tab.GoToAsync(project, "/ui/");
        foreach (var (path, drawn) in Pages)
        {
            await page.GotoAsync(project.Address + path);
            await Expect(page.Locator(drawn).First).ToBeVisibleAsync();
            Assert.Equal((path, "[]"), (path, (await page.EvaluateAsync<JsonElement>(Faint)).ToString()));
        }

        // The measure itself finds what is faint.
        await page.EvaluateAsync("() => { document.querySelector('h1').style.color = getComputedStyle(document.body).backgroundColor; }");
        Assert.Contains("H1", (await page.EvaluateAsync<JsonElement>(Faint)).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_tab_key_leads_through_a_page_in_order_and_shows_where_it_is()
    {
        var project = shared.Project;
        await using var tab = await browser.OpenAsync();
        var page = await tab.GoToAsync(project, "/ui/services");
        await Expect(page.Locator("#row-top")).ToBeVisibleAsync();
        var names = new List<string>();
        for (var i = 0; i < 14; i++)
        {
            await page.Keyboard.PressAsync("Tab");
            var at = await page.EvaluateAsync<JsonElement>(TabStop);
            names.Add(at.GetProperty("name").GetString()!);
            Assert.True(at.GetProperty("seen").GetBoolean(), $"the focus is not seen on {at}");
        }

        Assert.Equal("Skip to the page", names[0]);
        Assert.True(names.IndexOf("Graph") < names.IndexOf("Logs") && names.IndexOf("Logs") < names.IndexOf("Events"), string.Join(", ", names));
        Assert.True(names.IndexOf("Events") < names.IndexOf("Search services"), string.Join(", ", names));
        await page.GotoAsync(project.Address + "/ui/services");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("#page")).ToBeFocusedAsync();
    }

    [Fact]
    public async Task The_theme_is_chosen_and_kept()
    {
        var project = shared.Project;
        await using var tab = await browser.OpenAsync();
        var page = await tab.GoToAsync(project, "/ui/services");
        var button = page.GetByRole(AriaRole.Button, new() { NameRegex = new System.Text.RegularExpressions.Regex("^Theme") });
        await button.ClickAsync();
        await button.ClickAsync();
        await Expect(page.Locator("html")).ToHaveAttributeAsync("data-theme", "dark");
        await page.ReloadAsync();
        await Expect(page.Locator("html")).ToHaveAttributeAsync("data-theme", "dark");
    }

    /// <summary>Its project.</summary>
    public sealed class Stage() : SharedProject(Family);
}
