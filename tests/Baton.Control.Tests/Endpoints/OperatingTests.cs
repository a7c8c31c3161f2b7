namespace Baton.Control.Tests.Endpoints;

/// <summary>Labels, groups, and what people say of services' being enabled, as the API has them.</summary>
public class OperatingTests
{
    [Fact]
    public async Task A_service_shows_what_the_manifest_says_of_it()
    {
        await using var control = await ControlFixture.StartAsync("night-sky");
        Assert.Equal(
            """{"name":"night-sky","state":"stopped","ready":false,"desired":false,"run":0,"restarts":0,"restart_policy":"on-failure","failures":0,"since":"2026-01-01T00:00:00.000Z","depends_on":[],"groups":["night"],"enabled":true,"autostart":false,"display_name":"The sky","description":"stars & moon","port":7000}""",
            (await control.SendAsync("GET", "/api/v1/services/night-sky")).Body);
    }

    [Fact]
    public async Task A_list_can_be_of_services_and_groups_in_the_order_of_the_manifest_and_its_pages_lead_on()
    {
        await using var control = await ControlFixture.StartAsync("day", "night-sky", "desk", "night-lamp");
        var all = await control.SendAsync("GET", "/api/v1/services?service=night&service=day");
        Assert.Equal(["day", "night-sky", "night-lamp"], NamesIn(all.Body));
        var first = await control.SendAsync("GET", "/api/v1/services?service=night&limit=1");
        Assert.Equal(["night-sky"], NamesIn(first.Body));
        var link = first.Header("Link")!;
        Assert.Equal(["night-lamp"], NamesIn((await control.SendAsync("GET", link[1..link.IndexOf('>', StringComparison.Ordinal)])).Body));
    }

    [Fact]
    public async Task A_name_that_nothing_has_is_404_with_the_nearest()
    {
        await using var control = await ControlFixture.StartAsync("day", "night-sky");
        foreach (var (method, target, body) in new[] { ("GET", "/api/v1/services?service=nigth", (string?)null), ("POST", "/api/v1/services/stop", """{"names":["nigth"]}"""), ("GET", "/api/v1/logs?service=nigth", null) })
        {
            var answer = await control.SendAsync(method, target, body);
            Assert.Equal(404, answer.Status);
            Assert.Contains("""service or group \"nigth\" does not exist; did you mean \"night\"?""", answer.Body, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Acts_and_logs_take_groups()
    {
        await using var control = await ControlFixture.StartAsync("day", "night-sky", "night-lamp");
        Assert.Equal(["night-sky", "night-lamp"], NamesIn((await control.SendAsync("POST", "/api/v1/services/start", """{"names":["night"]}""")).Body));
        Assert.Equal(["night-sky", "night-lamp"], control.Host.Spawned);
        control.Logs.Append("day", 1, $"{LogFiles.Stamp(1)} [stdout] morning\n");
        control.Logs.Append("night-lamp", 1, $"{LogFiles.Stamp(2)} [stdout] dark\n");
        var lines = (await control.SendAsync("GET", "/api/v1/logs?service=night")).Body;
        Assert.Contains("dark", lines, StringComparison.Ordinal);
        Assert.DoesNotContain("morning", lines, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Disabling_shows_and_stops_nothing_and_with_now_it_stops()
    {
        await using var control = await ControlFixture.StartAsync("db");
        await control.SendAsync("POST", "/api/v1/services/start");
        var answer = await control.SendAsync("POST", "/api/v1/services/db/disable");
        Assert.Equal(200, answer.Status);
        Assert.Contains("\"state\":\"running\"", answer.Body, StringComparison.Ordinal);
        Assert.Contains("\"enabled\":false,", answer.Body, StringComparison.Ordinal);
        Assert.Contains("\"state\":\"stopped\"", (await control.SendAsync("POST", "/api/v1/services/disable", """{"names":["db"],"now":true}""")).Body, StringComparison.Ordinal);
        var enabled = await control.SendAsync("POST", "/api/v1/services/db/enable", """{"now":true}""");
        Assert.Matches("\"state\":\"running\".*\"enabled\":true,", enabled.Body);
    }

    [Theory]
    [InlineData("/api/v1/services/enable", null, 422, "name the services to enable")]
    [InlineData("/api/v1/services/disable", """{"names":[]}""", 422, "name the services to disable")]
    [InlineData("/api/v1/services/enable", """{"names":["ghost"]}""", 404, "does not exist")]
    [InlineData("/api/v1/services/ghost/enable", null, 404, "does not exist")]
    [InlineData("/api/v1/services/db/enable", """{"names":["db"]}""", 422, "does not go with")]
    [InlineData("/api/v1/services/enable", """{"name":["db"]}""", 422, "not what this address takes")]
    public async Task Nonsense_is_refused(string target, string? body, int status, string text)
    {
        await using var control = await ControlFixture.StartAsync("db");
        var answer = await control.SendAsync("POST", target, body);
        Assert.Equal(status, answer.Status);
        Assert.Contains(text, answer.Body, StringComparison.Ordinal);
    }

    private static List<string> NamesIn(string body) =>
        [.. System.Text.RegularExpressions.Regex.Matches(body, "\\{\"name\":\"([^\"]+)\"").Select(match => match.Groups[1].Value)];
}
