using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Baton.Dashboard.Tests.BrowserTests;

namespace Baton.Dashboard.Tests;

/// <summary>The page of one service, with the real program behind it.</summary>
[Collection(OtherBrowserTests.Name)]
[Trait("Speed", "slow")]
public sealed partial class OneServicePageTests(Browser browser, OneServicePageTests.Stage shared) : IClassFixture<OneServicePageTests.Stage>
{
    private const string Actors = """
        [services.stage]
        command = ["sleep", "1000"]
        [services.actor]
        command = ["bash", "-c", "echo line of run $BATON_RUN; test -e {folder}/again && exec sleep 1000; touch {folder}/again; exit 7"]
        restart_delay_seconds = 0.1
        depends_on = ["stage"]
        env = { ROLE = "king", STAGE_PASSWORD = "open sesame" }
        requires_devices = ["{folder}"]
        [services.actor.readiness]
        exec = ["test", "-e", "{folder}/again"]
        interval_seconds = 0.2
        """;

    [Fact]
    public async Task It_tells_step_by_step_why_and_each_step_leads_to_its_event()
    {
        var project = shared.Project;
        await using var tab = await browser.OpenAsync();
        var page = await tab.GoToAsync(project, "/ui/services/actor");

        var steps = page.Locator(".timeline .step");
        await Expect(steps.Filter(new() { HasText = "run 1 ended: exit code 7" })).ToHaveCountAsync(1);
        await Expect(steps.First).ToContainTextAsync("run 2");
        await Expect(page.Locator(".facts")).ToContainTextAsync("code 7");

        await steps.First.GetByRole(AriaRole.Link).ClickAsync();
        await Expect(page).ToHaveURLAsync(EventOfActor());
    }

    [Fact]
    public async Task Runs_tell_how_they_ended_and_lead_to_their_own_log()
    {
        var project = shared.Project;
        await using var tab = await browser.OpenAsync();
        var page = await tab.GoToAsync(project, "/ui/services/actor/runs");

        var first = page.GetByRole(AriaRole.Row).Filter(new() { HasText = "code 7" });
        await Expect(first).ToHaveCountAsync(1);
        await first.GetByRole(AriaRole.Link, new() { Name = "Log" }).ClickAsync();

        await Expect(page.Locator(".logrow-stdout")).ToHaveCountAsync(1);
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Run 1 only" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Probes_definition_environment_and_devices_are_shown_and_secrets_are_not()
    {
        var project = shared.Project;
        await using var tab = await browser.OpenAsync();
        var page = await tab.GoToAsync(project, "/ui/services/actor/probes");
        await Expect(page.Locator(".bar-healthy").First).ToBeVisibleAsync();
        await Expect(page.Locator(".probe-target")).ToContainTextAsync("test -e");

        await page.Keyboard.PressAsync("5");
        await Expect(page.Locator(".source")).ToContainTextAsync("[services.actor]");
        await Expect(page.Locator(".source")).Not.ToContainTextAsync("sesame");

        await page.Keyboard.PressAsync("6");
        await Expect(Row(page, "ROLE")).ToContainTextAsync("king");
        await Expect(Row(page, "STAGE_PASSWORD")).Not.ToContainTextAsync("sesame");

        await page.Keyboard.PressAsync("7");
        await Expect(page.Locator("tbody tr")).ToContainTextAsync("there");
    }

    [Fact]
    public async Task It_is_stopped_started_and_disabled_from_its_page()
    {
        await using var project = await Project.UpAsync(Actors);
        await using var tab = await browser.OpenAsync();
        var page = await tab.GoToAsync(project, "/ui/services/actor");
        await Expect(page.Locator(".service-state")).ToContainTextAsync("running");

        await page.GetByRole(AriaRole.Button, new() { Name = "Stop", Exact = true }).ClickAsync();
        await Expect(page.Locator(".service-state .state")).ToHaveTextAsync("stopped");
        await Expect(page.GetByRole(AriaRole.Status).Filter(new() { HasText = "actor stopped" })).ToBeVisibleAsync();

        await page.Keyboard.PressAsync("s");
        await Expect(page.Locator(".service-state .state")).ToHaveTextAsync("running");

        await page.GetByRole(AriaRole.Button, new() { Name = "Disable" }).ClickAsync();
        await Expect(page.Locator(".service-title .chip")).ToHaveTextAsync("disabled");
    }

    [Fact]
    public async Task A_service_that_is_not_there_is_told_and_comes_when_the_manifest_names_it()
    {
        await using var project = await Project.UpAsync(Actors);
        await using var tab = await browser.OpenAsync();
        var page = await tab.GoToAsync(project, "/ui/services/nobody.at.all");

        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "There is no service" })).ToBeVisibleAsync();
        project.Say("baton.toml", "\n[services.\"nobody.at.all\"]\ncommand = [\"sleep\", \"1000\"]\n");
        await project.BatonAsync("reload");

        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "nobody.at.all" })).ToBeVisibleAsync();
    }

    private static ILocator Row(IPage page, string variable) =>
        page.GetByRole(AriaRole.Row).Filter(new() { Has = page.GetByText(variable, new() { Exact = true }) });

    [GeneratedRegex(@"/ui/events\?about=actor&at=\d+$")]
    private static partial Regex EventOfActor();

    /// <summary>Its project.</summary>
    public sealed class Stage() : SharedProject(Actors);
}
