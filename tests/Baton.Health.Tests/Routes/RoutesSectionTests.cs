using System.Text;
using Baton.Health.Manifests;
using Baton.Health.Routes;
using Baton.Manifest.Binding;
using Baton.Manifest.Toml;
using Baton.Manifest.Tree;

namespace Baton.Health.Tests.Routes;

/// <summary>What a manifest may say of routes.</summary>
public class RoutesSectionTests
{
    private const string Monitor = "[monitors.research]\nhttp = \"http://localhost:8001/health\"\n";

    private static (RoutesSection Routes, List<string> Problems) Read(string text, Dictionary<string, string>? environment = null)
    {
        var diagnostics = new Diagnostics();
        var root = new TableReader(TomlReader.Read("baton.toml", Encoding.UTF8.GetBytes(text), diagnostics)!, diagnostics);
        var health = HealthSection.Bind(root, new HealthContext("/", environment ?? [], null), diagnostics);
        var routes = RoutesSection.Bind(root, health, new Dictionary<string, int?> { ["api"] = 8080, ["worker"] = null });
        root.Finish();
        return (routes, [.. diagnostics.All.Select(problem => problem.ToString())]);
    }

    [Fact]
    public void A_route_says_path_and_address_and_has_defaults_for_all_else()
    {
        var (routes, problems) = Read("[routes.orders]\npath = \"/api/orders\"\nurl = \"http://localhost:9000/base\"\n");
        Assert.Empty(problems);
        Assert.Equal(new GatewayRoute("orders", "/api/orders") { Url = new Uri("http://localhost:9000/base") }, Assert.Single(routes.Routes));
    }

    [Fact]
    public void All_keys_are_read()
    {
        var (routes, problems) = Read(Monitor + """
            [routes.a]
            path = "/a"
            exact = true
            monitor = "research"
            timeout_seconds = 5
            idle_seconds = 7
            retries = 2
            retry_delay_seconds = 0.5
            strip_prefix = true
            max_body = "5MB"
            forward_credentials = true
            trust_forwarded = true
            public = true
            [routes.b]
            path = "/a/b"
            service = "api"
            """);
        Assert.Empty(problems);
        // The longest path first.
        Assert.Equal(["b", "a"], routes.Routes.Select(route => route.Name));
        Assert.Equal(new GatewayRoute("a", "/a")
        {
            IsExact = true,
            Monitor = "research",
            Url = new Uri("http://localhost:8001/"),
            Timeout = TimeSpan.FromSeconds(5),
            Idle = TimeSpan.FromSeconds(7),
            Retries = 2,
            RetryDelay = TimeSpan.FromSeconds(0.5),
            StripsPrefix = true,
            MaxBody = 5_000_000,
            ForwardsCredentials = true,
            TrustsForwarded = true,
            IsPublic = true,
        }, routes.Routes[1]);
    }

    [Theory]
    [InlineData("path = \"/a\"", "baton.toml:3:1: routes.a does not say where to")]
    [InlineData("url = \"http://h\"", "missing key \"path\"")]
    [InlineData("path = \"a\"\nurl = \"http://h\"", "baton.toml:4:8: \"a\": a path begins with a slash")]
    [InlineData("path = \"/\"\nurl = \"http://h\"", "Baton answers \"/\" itself")]
    [InlineData("path = \"/a/\"\nurl = \"http://h\"", "must not end with a slash")]
    [InlineData("path = \"/a/../b\"\nurl = \"http://h\"", "must not be empty")]
    [InlineData("path = \"/a//b\"\nurl = \"http://h\"", "must not be empty")]
    [InlineData("path = \"/a b\"\nurl = \"http://h\"", "it may hold letters")]
    [InlineData("path = \"/api/v1/mine\"\nurl = \"http://h\"", "Baton answers \"/api/v1\" and all below it itself")]
    [InlineData("path = \"/api\"\nurl = \"http://h\"", "Baton answers \"/api/v1\" and all below it itself")]
    [InlineData("path = \"/health\"\nurl = \"http://h\"", "Baton answers \"/health\"")]
    [InlineData("path = \"/a\"\nurl = \"ftp://h\"", "baton.toml:5:7: \"url\" must be an address that begins with http")]
    [InlineData("path = \"/a\"\nurl = \"http://u:p@h\"", "must not hold a user")]
    [InlineData("path = \"/a\"\nurl = \"http://h?x\"", "must not hold a query")]
    [InlineData("path = \"/a\"\nmonitor = \"reserch\"", "baton.toml:5:11: there is no monitor \"reserch\"; did you mean \"research\"?")]
    [InlineData("path = \"/a\"\nservice = \"ap\"", "there is no service \"ap\"; did you mean \"api\"?")]
    [InlineData("path = \"/a\"\nservice = \"worker\"", "service \"worker\" does not say a port")]
    [InlineData("path = \"/a\"\nservice = \"api\"\nmonitor = \"research\"", "not both")]
    [InlineData("path = \"/a\"\nurl = \"http://h\"\nretries = 11", "must be 0 to 10")]
    [InlineData("path = \"/a\"\nurl = \"http://h\"\nretrys = 1", "did you mean \"retries\"?")]
    [InlineData("path = \"/a\"\nurl = \"http://h\"\n[routes.b]\npath = \"/a\"\nurl = \"http://h\"", "route \"a\" has the path \"/a\" already")]
    public void What_is_wrong_is_told_with_its_place(string keys, string told)
    {
        var (_, problems) = Read($"{Monitor}[routes.a]\n{keys}\n");
        Assert.Contains(told, Assert.Single(problems), StringComparison.Ordinal);
    }

    [Fact]
    public void In_the_dialect_of_the_earlier_gateway_its_two_routes_are_there_and_give_way()
    {
        var environment = new Dictionary<string, string> { ["RESEARCH_URL"] = "http://research:1/base/" };
        var (routes, problems) = Read("[health]\ndialect = \"main\"\n", environment);
        Assert.Empty(problems);
        Assert.Equal([("publish", "/api/publish", "http://localhost:8002/", "Backend"), ("enrich", "/api/enrich", "http://research:1/base", "Research")],
            routes.Routes.Select(route => (route.Name, route.Path, route.Url!.AbsoluteUri, route.SeedLabel!)));
        Assert.All(routes.Routes, route => Assert.True(route is { IsExact: true, StripsPrefix: true, Retries: 2 } && route.Timeout == TimeSpan.FromSeconds(30) && route.RetryDelay == TimeSpan.FromSeconds(1)));
        (routes, _) = Read("[health]\ndialect = \"main\"\n[routes.mine]\npath = \"/api/enrich\"\nurl = \"http://h\"\n", environment);
        Assert.Equal(["publish", "mine"], routes.Routes.Select(route => route.Name));
        Assert.Empty(Read("", environment).Routes.Routes);
    }
}
