using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Baton.Contracts;
using Baton.Contracts.Robot;
using Baton.Control.Describing;
using Baton.Control.Problems;
using Baton.Control.Routing;

namespace Baton.Control.Tests.Describing;

/// <summary>The description of the API in OpenAPI 3.1, from the table of routes.</summary>
internal sealed class OpenApiDocument
{
    private static readonly JsonSerializerOptions Writing = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly RecordSchemas _schemas = new();

    /// <summary>The whole document, with a newline at its end.</summary>
    public static string Write(IReadOnlyList<Route> routes) => new OpenApiDocument().Document(routes).ToJsonString(Writing) + "\n";

    /// <summary>Path of a route as it stands in the document.</summary>
    public static string PathOf(Route route) => route.Path.Replace("*}", "}", StringComparison.Ordinal);

    private JsonObject Document(IReadOnlyList<Route> routes)
    {
        var paths = new JsonObject();
        foreach (var route in routes.Where(route => route.About != RouteAbout.Hidden))
        {
            var path = PathOf(route);
            if (paths[path] is not JsonObject item) paths[path] = item = [];
            item[route.Method.ToLowerInvariant()] = Operation(route);
        }

        var responses = new JsonObject { ["Problem"] = Problem("application/problem+json", WireJson.Default.Problem), ["RobotProblem"] = Problem("application/json", RobotJson.Default.RobotProblem) };
        return new JsonObject
        {
            ["openapi"] = "3.1.0",
            ["info"] = new JsonObject { ["title"] = "Baton", ["version"] = "1", ["description"] = "The control API. docs/reference/api.md tells it to people; this is written from the same table of routes." },
            ["servers"] = new JsonArray(new JsonObject { ["url"] = "/" }),
            ["paths"] = paths,
            ["components"] = new JsonObject { ["responses"] = responses, ["schemas"] = _schemas.Named },
        };
    }

    private JsonObject Operation(Route route)
    {
        var about = route.About ?? throw new InvalidOperationException($"{route.Method} {route.Path} has no description: give its Route an About");
        var operation = new JsonObject { ["operationId"] = IdOf(route), ["summary"] = about.Summary };
        var parameters = new JsonArray([.. Names(route).Select(PathParameter), .. about.Query.Select(Parameter)]);
        if (parameters.Count > 0) operation["parameters"] = parameters;
        if (about.Body is { } body) operation["requestBody"] = new JsonObject { ["required"] = false, ["content"] = Content("application/json", _schemas.Of(body())) };
        operation["responses"] = Responses(route, about);
        return operation;
    }

    private JsonObject Responses(Route route, RouteAbout about)
    {
        var content = Content(about.Type, about.Answer is { } answer ? _schemas.Of(answer()) : []);
        if (about.IsStreamed) content["text/event-stream"] = new JsonObject { ["schema"] = new JsonObject { ["type"] = "string" } };
        var responses = new JsonObject { ["200"] = new JsonObject { ["description"] = "OK", ["content"] = content } };
        if (about.IsTagged) responses["304"] = new JsonObject { ["description"] = "Not Modified" };
        foreach (var status in StatusesOf(route, about)) responses[status.ToString(CultureInfo.InvariantCulture)] = Failure(route);
        responses["default"] = Failure(route);
        return responses;
    }

    private static JsonObject Failure(Route route) =>
        new() { ["$ref"] = $"#/components/responses/{(route.WriteProblem == RobotProblems.WriteAsync ? "RobotProblem" : "Problem")}" };

    private static IEnumerable<int> StatusesOf(Route route, RouteAbout about)
    {
        List<int> statuses = [403, .. about.Fails];
        if (Names(route).Any()) statuses.Add(404);
        if (route.Method != "GET") statuses.Add(413);
        if (about.Body is not null) statuses.AddRange([400, 422]);
        if (about.Query.Count > 0) statuses.Add(422);
        return statuses.Distinct().Order();
    }

    private JsonObject Problem(string type, System.Text.Json.Serialization.Metadata.JsonTypeInfo info) =>
        new() { ["description"] = "The failure; docs/reference/errors.md lists them.", ["content"] = Content(type, _schemas.Of(info)) };

    private static JsonObject Content(string type, JsonObject schema) => new() { [type] = new JsonObject { ["schema"] = schema } };

    private static IEnumerable<string> Names(Route route) =>
        PathOf(route).Split('/').Where(segment => segment.StartsWith('{')).Select(segment => segment[1..^1]);

    private static JsonNode PathParameter(string name) => new JsonObject { ["name"] = name, ["in"] = "path", ["required"] = true, ["schema"] = new JsonObject { ["type"] = "string" } };

    private static JsonNode Parameter(QueryParameter parameter)
    {
        var schema = new JsonObject { ["type"] = parameter.IsFlag ? "boolean" : (parameter.From ?? parameter.To) is null ? "string" : "integer" };
        if (parameter.From is { } from) schema["minimum"] = from;
        if (parameter.To is { } to and < long.MaxValue) schema["maximum"] = to;
        if (parameter.Words.Count > 0) schema["enum"] = new JsonArray([.. parameter.Words.Select(word => (JsonNode)word)]);
        if (parameter.IsRepeated) schema = new JsonObject { ["type"] = "array", ["items"] = schema };
        return new JsonObject { ["name"] = parameter.Name, ["in"] = "query", ["description"] = parameter.About, ["schema"] = schema };
    }

    /// <summary><c>get_services_name_why</c>: the method and the path, without what is the same for all.</summary>
    private static string IdOf(Route route) => string.Join('_', (string[])[route.Method.ToLowerInvariant(), .. PathOf(route).Split('/', StringSplitOptions.RemoveEmptyEntries)
        .Select(segment => segment is "api" ? route.Path.StartsWith("/api/v1", StringComparison.Ordinal) ? "" : "robot" : segment is "v1" ? "" : segment.Trim('{', '}').Replace('.', '_').Replace('-', '_')).Where(part => part.Length > 0)]);
}
