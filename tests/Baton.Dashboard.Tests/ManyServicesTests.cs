using System.Text;
using static Baton.Dashboard.Tests.BrowserTests;

namespace Baton.Dashboard.Tests;

/// <summary>Five thousand services, of which a few run.</summary>
[Collection(OtherBrowserTests.Name)]
[Trait("Speed", "slow")]
public sealed class ManyServicesTests(Browser browser)
{
    private const int Count = 5000;
    private const int MostRows = 100;

    [Fact]
    public async Task Of_5000_services_only_those_in_view_are_in_the_document_on_every_page()
    {
        await using var project = await Project.UpAsync(Manifest());
        await using var tab = await browser.OpenAsync();
        var page = await tab.GoToAsync(project, "/ui/services");
        await Expect(page.Locator("[role=grid]")).ToHaveAttributeAsync("aria-rowcount", $"{Count + 1}");
        await Expect(page.Locator("#row-service-0001")).ToContainTextAsync("running");
        Assert.InRange(await page.Locator(".services .row").CountAsync(), 10, MostRows);

        await page.Keyboard.PressAsync("End");

        await Expect(page.Locator("#row-service-5000")).ToBeInViewportAsync();
        Assert.InRange(await page.Locator(".services .row").CountAsync(), 10, MostRows);
        await page.Keyboard.PressAsync("/");
        await page.Keyboard.TypeAsync("4321");
        await Expect(page.Locator(".services .row")).ToHaveCountAsync(1);

        // So many are no picture: one is chosen, and what is related to it is drawn.
        await page.GotoAsync(project.Address + "/ui/graph");
        await Expect(page.GetByText("5,000 services are too many")).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("/");
        await page.Keyboard.TypeAsync("service-2500");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator(".node[data-service='service-2500']")).ToBeVisibleAsync();
        Assert.InRange(await page.Locator(".node").CountAsync(), 2, 300);

        await page.GotoAsync(project.Address + "/ui/events");
        await Expect(page.Locator(".event").First).ToBeVisibleAsync();
        Assert.InRange(await page.Locator(".event").CountAsync(), 5, MostRows);
    }

    // Each tenth begins a family of ten, in which each needs the one before it.
    private static string Manifest()
    {
        var text = new StringBuilder();
        for (var i = 1; i <= Count; i++)
        {
            text.Append("[services.service-").Append(i.ToString("0000", System.Globalization.CultureInfo.InvariantCulture)).Append("]\ncommand = [\"sleep\", \"600\"]\n");
            if (i > 20) text.Append("autostart = false\n");
            if (i % 10 != 1) text.Append("depends_on = [\"service-").Append((i - 1).ToString("0000", System.Globalization.CultureInfo.InvariantCulture)).Append("\"]\n");
        }

        return text.ToString();
    }
}
