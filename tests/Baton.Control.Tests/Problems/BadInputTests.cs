using System.Globalization;
using Baton.Control.Describing;
using Baton.Control.Routing;
using Baton.Control.Tests.Robot;
using Baton.Processes;

namespace Baton.Control.Tests.Problems;

/// <summary>Bad input to every route there is: a route that is added is tried too.</summary>
public class BadInputTests
{
    private static readonly string[] Methods = ["GET", "POST", "PUT", "DELETE", "PATCH"];

    private static IEnumerable<Route> Known => Routes.All.Where(route => route.About is { } about && about != RouteAbout.Hidden);

    public static TheoryData<string> Addresses => [.. Known.Select(KeyOf)];

    public static TheoryData<string> WithNames => [.. Known.Where(route => route.Path.Contains("{name}", StringComparison.Ordinal)).Select(KeyOf)];

    public static TheoryData<string> WithBodies => [.. Known.Where(route => route.About!.Body is not null).Select(KeyOf)];

    public static TheoryData<string> Acting => [.. Routes.All.Where(route => route.Method != "GET").Select(KeyOf)];

    public static TheoryData<string> WithQueries => [.. Known.Where(route => route.About!.Query.Count > 0).Select(KeyOf)];

    [Theory]
    [MemberData(nameof(WithNames))]
    public async Task A_name_that_nobody_has_is_404_whatever_it_looks_like(string key)
    {
        var route = Of(key);
        await using var control = await ControlFixture.StartAsync("db");
        control.Logs.Append("outside", 1, "secret");
        foreach (var name in new[] { "ghost", "..%2foutside", "..%2f..%2fetc%2fpasswd", "....", "db%2f..%2foutside", "a%20b", "%f0%9f%a4%96", "db%0d%0aX:%201", new string('d', 20_000) })
        {
            var answer = await control.SendAsync(route.Method, TargetOf(route, name));
            AssertRefused(route, answer, 404);
            Assert.DoesNotContain("secret", answer.Body, StringComparison.Ordinal);
            Assert.True(answer.Body.Length < 2000);
        }

        Assert.DoesNotContain(control.Host.Commands, command => command is not (ProcessCommand.Sample or ProcessCommand.CountOutput));
        Assert.Empty(control.Bugs);
    }

    [Theory]
    [MemberData(nameof(Addresses))]
    public async Task Another_method_is_405_with_those_that_are_taken(string key)
    {
        var route = Of(key);
        await using var control = await ControlFixture.StartAsync("db");
        var target = TargetOf(route, "db");
        var taken = Routes.All.Where(other => other.Matches(target.Split('/'), out _)).Select(other => other.Method).Distinct().ToList();
        foreach (var method in Methods.Except(taken))
        {
            var answer = await control.SendAsync(method, target);
            AssertRefused(route, answer, 405);
            Assert.Equal(string.Join(", ", taken), answer.Header("Allow"));
        }

        Assert.DoesNotContain(control.Host.Commands, command => command is not (ProcessCommand.Sample or ProcessCommand.CountOutput));
    }

    [Theory]
    [MemberData(nameof(WithBodies))]
    public async Task A_body_that_is_no_JSON_is_400_with_the_place_of_the_mistake(string key)
    {
        var route = Of(key);
        await using var control = await ControlFixture.StartAsync("db");
        foreach (var (body, place) in new[] { ("{\"a\": 1,\n  x}", "line 2, byte 3"), ("{", "line 1, byte 2"), ("{} {}", "line 1, byte 4"), ("\u00e4", "line 1, byte 1"), (new string('[', 100), "line 1, byte ") })
        {
            var answer = await control.SendAsync(route.Method, TargetOf(route, "db"), body);
            AssertRefused(route, answer, 400);
            Assert.Contains(place, answer.Body, StringComparison.Ordinal);
        }

        AssertNothingHappened(control);
    }

    [Theory]
    [MemberData(nameof(WithBodies))]
    public async Task A_member_of_another_type_or_that_is_not_known_is_422_with_its_path(string key)
    {
        var route = Of(key);
        await using var control = await ControlFixture.StartAsync("db");
        foreach (var member in route.About!.Body!().Properties.Select(property => property.Name).Append("ghost"))
        {
            var answer = await control.SendAsync(route.Method, TargetOf(route, "db"), $$"""{"{{member}}":{"x":{} } }""");
            AssertRefused(route, answer, 422);
            Assert.Contains($"$.{member}", answer.Body, StringComparison.Ordinal);
        }

        AssertNothingHappened(control);
    }

    [Theory]
    [MemberData(nameof(WithBodies))]
    public async Task A_member_that_stands_more_than_once_is_422_with_its_path(string key)
    {
        var route = Of(key);
        await using var control = await ControlFixture.StartAsync("db");
        foreach (var member in route.About!.Body!().Properties.Select(property => property.Name))
        {
            // Also where one of them is written another way.
            var other = string.Create(CultureInfo.InvariantCulture, $"\\u{(int)member[0]:x4}{member[1..]}");
            var answer = await control.SendAsync(route.Method, TargetOf(route, "db"), $$"""{"{{member}}":null,"{{other}}":null}""");
            AssertRefused(route, answer, 422);
            Assert.Contains($"$.{member}", answer.Body, StringComparison.Ordinal);
        }

        AssertNothingHappened(control);
    }

    [Theory]
    [InlineData("/api/v1/services/stop", """{"names":["db"],"timeout_seconds":1,"names":[]}""", "$.names")]
    [InlineData("/api/v1/services/db/stop", """{"timeout_seconds":1,"timeout_seconds":1}""", "$.timeout_seconds")]
    [InlineData("/api/v1/services/scale", """{"wait":true,"replicas":{"web":1,"db":2,"web":3}}""", "$.replicas.web")]
    [InlineData("/api/v1/push/of-somebody-0123456789", """{"status":"up","status":"down"}""", "$.status")]
    [InlineData("/api/v1/system/shutdown", """{"kill":false,"\u006bill":true}""", "$.kill")]
    public async Task A_member_that_stands_more_than_once_is_told_as_that(string target, string body, string path)
    {
        await using var control = await ControlFixture.StartAsync("db");
        var answer = await control.SendAsync("POST", target, body);
        Assert.Equal(422, answer.Status);
        Assert.Contains($"at {path}: it stands there more than once", answer.Body, StringComparison.Ordinal);
        AssertNothingHappened(control);
    }

    [Theory]
    [MemberData(nameof(Acting))]
    public async Task A_body_of_more_than_a_mebibyte_is_413_also_where_none_is_needed(string key)
    {
        var route = Of(key);
        await using var control = await ControlFixture.StartAsync("db");
        var body = new string(' ', (1024 * 1024) + 1);
        foreach (var isChunked in new[] { false, true })
        {
            // A form is read no further than to the first thing in it that is too long.
            if (isChunked && route.Path == "/ui/login") continue;
            using var http = await RawHttp.ConnectAsync(control.Unix);
            var length = isChunked ? "Transfer-Encoding: chunked" : string.Create(CultureInfo.InvariantCulture, $"Content-Length: {body.Length}");
            var text = isChunked ? string.Create(CultureInfo.InvariantCulture, $"{body.Length:x}\r\n{body}\r\n0\r\n\r\n") : body;
            var type = route.Path == "/ui/login" ? "application/x-www-form-urlencoded" : "application/json";
            await http.SendAsync($"{route.Method} {TargetOf(route, "db")} HTTP/1.1\r\nHost: baton\r\nContent-Type: {type}\r\n{length}\r\n\r\n{text}");
            Assert.StartsWith("HTTP/1.1 413 ", await http.ReadUntilAsync("\r\n\r\n"), StringComparison.Ordinal);
        }

        AssertNothingHappened(control);
    }

    [Theory]
    [InlineData("nonsense\r\n\r\n", 400)]
    [InlineData("GET / HTTP/1.1\r\n\r\n", 400)]
    [InlineData("POST / HTTP/1.1\r\nHost: baton\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n", 400)]
    [InlineData("GET /{long} HTTP/1.1\r\nHost: baton\r\n\r\n", 414)]
    [InlineData("GET / HTTP/1.1\r\nHost: baton\r\nX: {long}\r\n\r\n", 431)]
    [InlineData("GET / HTTP/9.9\r\nHost: baton\r\n\r\n", 505)]
    public async Task What_never_became_a_request_is_refused_without_a_body_and_the_connection_is_closed(string sent, int status)
    {
        await using var control = await ControlFixture.StartAsync("db");
        using var http = await RawHttp.ConnectAsync(control.Unix);
        await http.SendAsync(sent.Replace("{long}", new string('a', 40_000), StringComparison.Ordinal));
        var answer = await http.ReadToEndAsync();
        Assert.StartsWith(string.Create(CultureInfo.InvariantCulture, $"HTTP/1.1 {status} "), answer, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\n", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("X-Request-Id", answer, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [MemberData(nameof(WithQueries))]
    public async Task A_parameter_that_makes_no_sense_is_422(string key)
    {
        var route = Of(key);
        await using var control = await ControlFixture.StartAsync("db");
        foreach (var parameter in route.About!.Query)
        {
            foreach (var value in Senseless(parameter))
                AssertRefused(route, await control.SendAsync(route.Method, $"{TargetOf(route, "db")}?{parameter.Name}={value}"), 422, $"{parameter.Name}={value}");
        }

        AssertNothingHappened(control);
    }

    private static IEnumerable<string> Senseless(QueryParameter parameter)
    {
        var isNumber = (parameter.From ?? parameter.To) is not null;
        if (isNumber) foreach (var text in (string[])["x", "1.5", "0x1", "9999999999999999999999"]) yield return text;
        if (parameter.From is { } from) yield return (from - 1).ToString(CultureInfo.InvariantCulture);
        if (parameter.To is { } to and < long.MaxValue) yield return (to + 1).ToString(CultureInfo.InvariantCulture);
        if (parameter.IsFlag || parameter.Words.Count > 0) yield return "perhaps";
        if (parameter.Name == "cursor") foreach (var text in (string[])["..%2f", "%00", "AQEB", new string('A', 5000)]) yield return text;
        if (parameter.Name is "since" or "until") yield return "yesterday";
        if (parameter.Name == "grep") yield return "(";
    }

    private static void AssertRefused(Route route, RawAnswer answer, int status, string? what = null)
    {
        Assert.Equal((what ?? route.Path, status), (what ?? route.Path, answer.Status));
        if (RobotRoutes.Covers(route.Path)) RobotProblems.AssertOne(answer, status);
        else if (SeedHealthRoutes.Covers(route.Path)) Assert.StartsWith("{\"detail\":\"", answer.Body, StringComparison.Ordinal);
        else Assert.Equal("application/problem+json", answer.Header("Content-Type"));
    }

    private static void AssertNothingHappened(ControlFixture control)
    {
        Assert.DoesNotContain(control.Host.Commands, command => command is not (ProcessCommand.Sample or ProcessCommand.CountOutput));
        Assert.Empty(control.Shutdowns);
        Assert.Empty(control.Bugs);
    }

    private static string KeyOf(Route route) => $"{route.Method} {route.Path}";

    private static Route Of(string key) => Routes.All.First(route => KeyOf(route) == key);

    private static string TargetOf(Route route, string name) => route.Path.Replace("{name}", name, StringComparison.Ordinal);
}
