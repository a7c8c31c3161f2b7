using System.Net;
using Baton.TestKit;

namespace Baton.EndToEnd.Tests;

/// <summary>Routes of the real program, to real servers on loopback.</summary>
public sealed class RoutesTests
{
    [Fact]
    public async Task A_route_of_the_manifest_is_answered_elsewhere_and_a_reload_changes_it()
    {
        await using var server = new RawServer(RawServer.Ok("theirs"));
        await using var project = new Project($"[routes.orders]\npath = \"/api/orders\"\nurl = \"http://127.0.0.1:{server.Port}\"\n");
        await project.UpAsync();
        using var http = project.Http();
        Assert.Equal("theirs", await http.GetStringAsync("/api/orders/7?a=%2F"));
        Assert.StartsWith("GET /api/orders/7?a=%2F HTTP/1.1", server.Requests.Last(), StringComparison.Ordinal);

        project.Write("baton.toml", $"[routes.orders]\npath = \"/api/v1/orders\"\nurl = \"http://127.0.0.1:{server.Port}\"\n");
        var (exitCode, _, errors) = await project.RunAsync("reload");
        Assert.NotEqual(0, exitCode);
        Assert.Contains("Baton answers \"/api/v1\" and all below it itself", errors, StringComparison.Ordinal);
        Assert.Equal("theirs", await http.GetStringAsync("/api/orders"));

        project.Write("baton.toml", $"[routes.orders]\npath = \"/orders\"\nstrip_prefix = true\nurl = \"http://127.0.0.1:{server.Port}\"\n");
        (exitCode, _, errors) = await project.RunAsync("reload");
        Assert.True(exitCode == 0, errors);
        using var old = await http.GetAsync("/api/orders");
        Assert.Equal(HttpStatusCode.NotFound, old.StatusCode);
        Assert.Equal("theirs", await http.GetStringAsync("/orders"));
        Assert.StartsWith("GET / HTTP/1.1", server.Requests.Last(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_earlier_gateways_routes_are_there_in_its_dialect()
    {
        await using var server = new RawServer(RawServer.Ok("{}"));
        await using var project = new Project("[health]\ndialect = \"main\"\n[routes.publish]\npath = \"/api/publish\"\nurl = \"http://127.0.0.1:1\"\n");
        project.Write(".env", $"RESEARCH_URL=http://127.0.0.1:{server.Port}\nHEALTH_CHECK_INTERVAL=3600\n");
        await project.UpAsync();
        using var http = project.Http();
        using var content = new StringContent("");
        using var answer = await http.PostAsync("/api/enrich?x=1", content);
        Assert.Equal((HttpStatusCode.OK, "{}"), (answer.StatusCode, await answer.Content.ReadAsStringAsync()));
        Assert.Contains(server.Requests, head => head.StartsWith("POST /?x=1 HTTP/1.1", StringComparison.Ordinal));
        using var below = await http.GetAsync("/api/enrich/more");
        Assert.Equal(HttpStatusCode.NotFound, below.StatusCode);
        using var refused = await http.GetAsync("/api/publish");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
    }
}
