using System.Text.RegularExpressions;
using System.Xml.Linq;
using Baton.Control.Access;
using Baton.Control.StatusPages;
using Baton.Health.Alarms;
using Baton.Health.Manifests;
using Baton.Health.Monitors;
using Baton.Probes;
using Baton.Probes.Specs;
using Baton.TestKit;

namespace Baton.Control.Tests.Pages;

/// <summary>The page that everybody may see and its badges, over real TCP.</summary>
public sealed partial class StatusPageTests
{
    private static readonly string[] Addresses = ["/status", "/status/style.css", "/status/shop/badge.svg", "/status/shop/uptime.svg"];

    private static readonly ProbeResult Refused = new(false, TimeSpan.FromMilliseconds(2), "connection refused by 10.0.0.7:8443")
    {
        Failure = new ProbeFailure(FailureKind.Refused, "10.0.0.7", 8443),
    };

    private static MonitorDefinition Shop => WatchedMonitors.Define("shop") with
    {
        Probe = new ProbeSpec.Http(new Uri("http://10.0.0.7:8443/inside")),
        IsPublic = true,
        Title = "<Web> & \"Shop\"",
        Group = "Sales",
    };

    private static async Task<ControlFixture> StartAsync(bool isOn = true)
    {
        var control = await ControlFixture.StartWatchingAsync(Shop, WatchedMonitors.Define("secret-db"));
        if (isOn) control.Watched!.Section = control.Watched.Section with { Status = new StatusPage("Our <services>", "Closed on Monday") };
        control.Access = new AccessRules { Tokens = new TokenSet([AccessToken.Of("ops", Role.Operate, "secret-of-operators")]) };
        await ProbedAsync(control);
        return control;
    }

    [Fact]
    public async Task As_long_as_the_manifest_does_not_switch_it_on_there_is_nothing()
    {
        await using var control = await StartAsync(isOn: false);
        foreach (var address in Addresses) Assert.Equal((address, 404), (address, (await control.SendTcpAsync("GET", address)).Status));
        control.Watched!.Section = control.Watched.Section with { Status = new StatusPage("Status", null) };
        foreach (var address in Addresses) Assert.Equal((address, 200), (address, (await control.SendTcpAsync("GET", address)).Status));
        // All else still wants a token.
        Assert.Equal(401, (await control.SendTcpAsync("GET", "/api/v1/monitors")).Status);
        control.Watched.Section = control.Watched.Section with { Status = null };
        foreach (var address in Addresses) Assert.Equal((address, 404), (address, (await control.SendTcpAsync("GET", address)).Status));
    }

    [Fact]
    public async Task It_shows_what_was_chosen_and_nothing_else_of_the_machine()
    {
        await using var control = await StartAsync();
        control.Watched!.Failing["shop"] = Refused;
        control.Watched.Failing["secret-db"] = Refused;
        await ProbedAsync(control);
        control.Time.Advance(StatusBoard.Fresh);
        var answer = await control.SendTcpAsync("GET", "/status");
        Assert.Equal((200, "text/html; charset=utf-8", StatusEndpoints.Policy), (answer.Status, answer.Header("Content-Type"), answer.Header("Content-Security-Policy")));
        foreach (var shown in (string[])["Our &lt;services&gt;", "Closed on Monday", "&lt;Web&gt; &amp; &quot;Shop&quot;", "Sales", "1 of 1 does not work", "It cannot be reached.", "24 hours <b>"])
            Assert.Contains(shown, answer.Body, StringComparison.Ordinal);
        foreach (var hidden in (string[])["10.0.0.7", "8443", "inside", "refused", "secret-db", "<script", "style=", "<Web>"])
            Assert.DoesNotContain(hidden, answer.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_is_made_once_a_second_at_most_and_sent_once()
    {
        await using var control = await StartAsync();
        var first = await control.SendTcpAsync("GET", "/status");
        Assert.Contains("Everything works", first.Body, StringComparison.Ordinal);
        var again = await control.SendTcpAsync("GET", "/status", $"If-None-Match: {first.Header("ETag")}\r\n");
        Assert.Equal((304, ""), (again.Status, again.Body));
        var head = await control.SendTcpAsync("HEAD", "/status");
        Assert.Equal((200, "", first.Header("ETag")), (head.Status, head.Body, head.Header("ETag")));

        control.Watched!.Failing["shop"] = Refused;
        await TriggeredAsync(control, "shop");
        Assert.Equal(first.Body, (await control.SendTcpAsync("GET", "/status")).Body);
        control.Time.Advance(StatusBoard.Fresh);
        Assert.Contains("does not work", (await control.SendTcpAsync("GET", "/status")).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Days_that_are_over_and_incidents_of_the_last_weeks_stand_there()
    {
        await using var control = await StartAsync();
        control.Watched!.Failing["shop"] = Refused;
        await ProbedAsync(control);
        control.Time.Advance(TimeSpan.FromMinutes(3));
        control.Watched.Failing.Clear();
        await ProbedAsync(control);
        control.Time.Advance(StatusBoard.PastFresh);
        var body = (await control.SendTcpAsync("GET", "/status")).Body;
        Assert.Contains("did not work for 3 min", body, StringComparison.Ordinal);
        Assert.Equal(PublicPast.MostDays, Regex.Count(body, "<rect class=\"day "));
        Assert.Equal((1, PublicPast.MostDays - 1), (Regex.Count(body, "day bad"), Regex.Count(body, "day none")));
    }

    [Fact]
    public async Task Of_the_notes_on_an_incident_only_one_that_is_marked_is_shown()
    {
        await using var control = await StartAsync();
        control.Watched!.Failing["shop"] = Refused;
        await ProbedAsync(control);
        var history = control.Watched.History("shop")!;
        control.Time.Advance(TimeSpan.FromSeconds(6));
        await Eventually.HoldsAsync(() => history.OpenIncident?.Number > 0, "the incident to be saved");
        var number = history.OpenIncident!.Number;
        Assert.True(await history.NoteAsync(number, "the <raid> is broken"));
        control.Time.Advance(StatusBoard.Fresh);
        Assert.DoesNotContain("class=\"note\"", (await control.SendTcpAsync("GET", "/status")).Body, StringComparison.Ordinal);
        Assert.True(await history.NoteAsync(number, "Public: we are <at> it"));
        control.Time.Advance(StatusBoard.Fresh);
        Assert.Contains("<p class=\"note\">we are &lt;at&gt; it</p>", (await control.SendTcpAsync("GET", "/status")).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_badge_says_how_a_monitor_does_and_how_much_of_the_time_it_did()
    {
        await using var control = await StartAsync();
        var badge = await control.SendTcpAsync("GET", "/status/shop/badge.svg");
        Assert.Equal(("image/svg+xml", "public, max-age=30", "cross-origin"), (badge.Header("Content-Type"), badge.Header("Cache-Control"), badge.Header("Cross-Origin-Resource-Policy")));
        Assert.Equal("<Web> & \"Shop\": up", XDocument.Parse(badge.Body).Root!.Attribute("aria-label")!.Value);
        foreach (var span in (string[])["", "?span=24h", "?span=7d", "?span=30d"])
            Assert.EndsWith(": 100 %", XDocument.Parse((await control.SendTcpAsync("GET", $"/status/shop/uptime.svg{span}")).Body).Root!.Attribute("aria-label")!.Value, StringComparison.Ordinal);
        Assert.Equal(422, (await control.SendTcpAsync("GET", "/status/shop/uptime.svg?span=1y")).Status);
        control.Watched!.Failing["shop"] = Refused;
        await ProbedAsync(control);
        control.Time.Advance(StatusBoard.Fresh);
        Assert.Contains(": down", (await control.SendTcpAsync("GET", "/status/shop/badge.svg")).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_badge_is_well_formed_whatever_a_title_holds()
    {
        await using var control = await StartAsync();
        control.Watched!.Section = control.Watched.Section with { Monitors = [Shop with { Title = "a\uFFFEb\uFFFFc\uD83Dd\uDE00e\u0001f\uD83D\uDE00" }] };
        control.Time.Advance(StatusBoard.Fresh);
        using var reader = System.Xml.XmlReader.Create(new StringReader((await control.SendTcpAsync("GET", "/status/shop/badge.svg")).Body));
        Assert.True(reader.ReadToFollowing("title", "http://www.w3.org/2000/svg"));
        // The text is told as UTF-8, which has no halves of characters.
        Assert.StartsWith("a b c d e f\U0001F600: ", reader.ReadElementContentAsString(), StringComparison.Ordinal);
        while (reader.Read())
        {
            // To its end.
        }
    }

    [Fact]
    public async Task A_monitor_that_is_not_public_cannot_be_told_from_one_that_is_not_there()
    {
        await using var control = await StartAsync();
        foreach (var picture in (string[])["badge.svg", "uptime.svg", "uptime.svg?span=1y"])
        {
            var (hidden, absent) = (await control.SendTcpAsync("GET", $"/status/secret-db/{picture}"), await control.SendTcpAsync("GET", $"/status/nobody/{picture}"));
            Assert.Equal((404, 404), (hidden.Status, absent.Status));
            Assert.Equal(RequestId().Replace(absent.Body, ""), RequestId().Replace(hidden.Body, ""));
        }

        // What a reload makes private is gone with the next look.
        Assert.Equal(200, (await control.SendTcpAsync("GET", "/status/shop/badge.svg")).Status);
        control.Watched!.Section = control.Watched.Section with { Monitors = [Shop with { IsPublic = false }], Status = new StatusPage("Status", null) };
        Assert.Equal(404, (await control.SendTcpAsync("GET", "/status/shop/badge.svg")).Status);
    }

    [Fact]
    public async Task Pages_of_other_sites_may_show_badges_and_lead_to_the_page_and_nothing_more()
    {
        await using var control = await StartAsync();
        const string Image = "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: no-cors\r\nSec-Fetch-Dest: image\r\n", Script = "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: cors\r\nSec-Fetch-Dest: empty\r\n";
        Assert.Equal(200, (await control.SendTcpAsync("GET", "/status/shop/badge.svg", Image)).Status);
        Assert.Equal(403, (await control.SendTcpAsync("GET", "/status/shop/badge.svg", Script)).Status);
        Assert.Equal(403, (await control.SendTcpAsync("GET", "/status", Image)).Status);
        Assert.Equal(200, (await control.SendTcpAsync("GET", "/status", "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: document\r\n")).Status);
    }

    [Fact]
    public async Task Maintenance_and_what_a_person_keeps_away_are_no_failures()
    {
        await using var control = await StartAsync();
        control.Watched!.Failing["shop"] = Refused;
        await ProbedAsync(control);
        var window = new MaintenanceWindow("move") { Start = control.Time.GetUtcNow(), End = control.Time.GetUtcNow() + TimeSpan.FromHours(1), Monitors = ["shop"] };
        control.Watched.Section = control.Watched.Section with { Maintenance = new MaintenanceWindows([window]), Status = new StatusPage("Status", null) };
        var body = (await control.SendTcpAsync("GET", "/status")).Body;
        Assert.Contains("Maintenance is under way", body, StringComparison.Ordinal);
        Assert.DoesNotContain("does not work", body, StringComparison.OrdinalIgnoreCase);
        await control.Watched.Fleet.ActAsync("shop", MonitorAct.Isolate, "the test", CancellationToken.None);
        control.Time.Advance(StatusBoard.Fresh);
        Assert.Contains("Not watched now", (await control.SendTcpAsync("GET", "/status")).Body, StringComparison.Ordinal);
    }

    private static async Task ProbedAsync(ControlFixture control)
    {
        foreach (var monitor in control.Watched!.Fleet.Views) await TriggeredAsync(control, monitor.Definition.Name);
    }

    private static async Task TriggeredAsync(ControlFixture control, string name)
    {
        control.Time.Advance(2 * MonitorFleet.Fresh);
        Assert.True(await control.Watched!.Fleet.TriggerAsync(name, CancellationToken.None));
    }

    [GeneratedRegex("\"request_id\":\"[^\"]*\"")]
    private static partial Regex RequestId();
}
