using System.Text.Json;

namespace Baton.Control.Tests.Endpoints;

public class ServiceFilterTests
{
    [Theory]
    [InlineData("", "db,night-sky,night-owl,web")]
    [InlineData("?state=running", "db,web")]
    [InlineData("?state=running&state=stopped&service=night", "night-sky,night-owl")]
    [InlineData("?ready=true", "db,web")]
    [InlineData("?ready=false", "night-sky,night-owl")]
    [InlineData("?search=WEB", "web")]
    [InlineData("?search=the%20sky", "night-sky")]
    [InlineData("?search=moon", "night-sky")]
    [InlineData("?search=night", "night-sky,night-owl")]
    [InlineData("?search=night&state=running", "")]
    public async Task Services_are_found_by_state_readiness_and_text(string query, string names)
    {
        await using var control = await ControlFixture.StartAsync("db", "night-sky", "night-owl", "web");
        await control.SendAsync("POST", "/api/v1/services/start", """{"names":["db","web"]}""");
        Assert.Equal(names, await NamesAsync(control, query));
    }

    [Fact]
    public async Task Pages_of_what_was_found_go_on_one_after_the_other()
    {
        await using var control = await ControlFixture.StartAsync("a1", "b", "a2", "a3");
        var first = await control.SendAsync("GET", "/api/v1/services?search=a&limit=2");
        var next = first.Header("Link")!.Split('<', '>')[1];
        Assert.Contains("search=a", next, StringComparison.Ordinal);
        Assert.Equal(["a3"], Names((await control.SendAsync("GET", next)).Body));
    }

    [Theory]
    [InlineData("state=asleep", "parameter \\\"state\\\" must be one of stopped, waiting_dependencies")]
    [InlineData("ready=perhaps", "must be true or false")]
    [InlineData("find=x", "it takes: service, state, ready, search, limit, cursor")]
    public async Task What_cannot_be_looked_for_is_422(string query, string why)
    {
        await using var control = await ControlFixture.StartAsync("db");
        var answer = await control.SendAsync("GET", $"/api/v1/services?{query}");
        Assert.Equal(422, answer.Status);
        Assert.Contains(why, answer.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_text_to_look_for_is_bounded()
    {
        await using var control = await ControlFixture.StartAsync("db");
        Assert.Equal(422, (await control.SendAsync("GET", $"/api/v1/services?search={new string('x', 201)}")).Status);
    }

    private static async Task<string> NamesAsync(ControlFixture control, string query) => string.Join(',', Names((await control.SendAsync("GET", $"/api/v1/services{query}")).Body));

    private static IEnumerable<string> Names(string body) => [.. JsonDocument.Parse(body).RootElement.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("name").GetString()!)];
}
