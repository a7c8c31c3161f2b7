using System.Text.Json;
using Baton.Contracts;
using Baton.Control.Describing;
using Baton.Control.Routing;
using Baton.TestKit;

namespace Baton.Control.Tests.Describing;

/// <summary>The description of the API that programs read is the one that the routes give.</summary>
public class OpenApiTests
{
    private const string Command = "BATON_WRITE=1 ./test OpenApiTests";
    private static readonly string File = Repository.File("docs/reference/openapi.json");

    [Fact]
    public void Every_route_says_what_it_is()
    {
        var silent = Routes.All.Where(route => route.About is null).Select(route => $"{route.Method} {route.Path}").ToList();
        Assert.True(silent.Count == 0, $"give these routes an About (src/Baton.Control/Describing), or RouteAbout.Hidden for files: {string.Join(", ", silent)}");
    }

    [Fact]
    public void The_file_beside_the_reference_is_written_from_the_routes()
    {
        var text = OpenApiDocument.Write(Routes.All);
        if (Environment.GetEnvironmentVariable("BATON_WRITE") == "1") System.IO.File.WriteAllText(File, text);
        Assert.True(System.IO.File.ReadAllText(File) == text, $"docs/reference/openapi.json is not what the routes are; write it anew: {Command}");
    }

    [Fact]
    public async Task A_server_answers_with_that_file_and_who_has_it_gets_nothing_again()
    {
        await using var control = await ControlFixture.StartAsync("db");
        var answer = await control.SendAsync("GET", "/openapi/v1.json");
        Assert.Equal((200, "application/json"), (answer.Status, answer.Header("Content-Type")));
        if (Environment.GetEnvironmentVariable("BATON_WRITE") != "1") Assert.Equal(System.IO.File.ReadAllText(File), answer.Body);
        var again = await RawHttp.ExchangeAsync(control.Unix, $"GET /openapi/v1.json HTTP/1.1\r\nHost: baton\r\nConnection: close\r\nIf-None-Match: {answer.Header("ETag")}\r\n\r\n");
        Assert.Equal((304, ""), (again.Status, again.Body));
    }

    [Fact]
    public void It_holds_every_route_and_nothing_else()
    {
        using var document = JsonDocument.Parse(OpenApiDocument.Write(Routes.All));
        var held = document.RootElement.GetProperty("paths").EnumerateObject().SelectMany(path => path.Value.EnumerateObject().Select(method => $"{method.Name.ToUpperInvariant()} {path.Name}"));
        var routes = Routes.All.Where(route => route.About != RouteAbout.Hidden).Select(route => $"{route.Method} {OpenApiDocument.PathOf(route)}");
        Assert.Equal(routes.Order(StringComparer.Ordinal), held.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void It_is_a_whole_document_of_OpenAPI_3_1()
    {
        using var document = JsonDocument.Parse(OpenApiDocument.Write(Routes.All));
        Assert.Empty(OpenApiRules.Broken(document.RootElement));
    }

    [Theory]
    [InlineData("\"#/components/schemas/ServiceRecord\"", "\"#/components/schemas/Ghost\"")]
    [InlineData("\"operationId\": \"get_system\"", "\"operationId\": \"get_manifest\"")]
    [InlineData("\"in\": \"path\"", "\"in\": \"query\"")]
    [InlineData("\"openapi\": \"3.1.0\"", "\"openapi\": \"2.0\"")]
    [InlineData("\"description\": \"OK\"", "\"about\": \"OK\"")]
    public void A_broken_one_is_seen(string whole, string broken)
    {
        var text = OpenApiDocument.Write(Routes.All);
        Assert.Contains(whole, text, StringComparison.Ordinal);
        using var document = JsonDocument.Parse(text.Replace(whole, broken, StringComparison.Ordinal));
        Assert.NotEmpty(OpenApiRules.Broken(document.RootElement));
    }

    /// <summary>Who asks with another one is told those that there are.</summary>
    [Fact]
    public async Task Its_parameters_are_those_that_the_addresses_take()
    {
        await using var control = await ControlFixture.StartAsync("db");
        foreach (var route in Routes.All.Where(route => route.Path.StartsWith("/api/v1/", StringComparison.Ordinal)))
        {
            var answer = await control.SendAsync(route.Method, $"{route.Path.Replace("{name}", "db", StringComparison.Ordinal)}?ghost=1");
            Assert.Equal((route.Path, 422), (route.Path, answer.Status));
            var taken = JsonSerializer.Deserialize(answer.Body, WireJson.Default.Problem)!.Detail.Split("it takes: ")[1].Split(", ", StringSplitOptions.RemoveEmptyEntries);
            Assert.Equal((route.Path, string.Join(' ', taken.Order(StringComparer.Ordinal))), (route.Path, string.Join(' ', route.About!.Query.Select(parameter => parameter.Name).Order(StringComparer.Ordinal))));
        }
    }
}
