using System.Text.Json;

namespace Baton.Control.Tests.Describing;

/// <summary>What OpenAPI 3.1 demands of a document, as far as this one uses it.</summary>
internal static class OpenApiRules
{
    private static readonly string[] Methods = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

    /// <summary>What is wrong, one sentence each; empty when nothing is.</summary>
    public static IReadOnlyList<string> Broken(JsonElement root)
    {
        var broken = new List<string>();
        if (!Text(root, "openapi").StartsWith("3.1.", StringComparison.Ordinal)) broken.Add("\"openapi\" is no 3.1 version");
        if (!root.TryGetProperty("info", out var info) || Text(info, "title").Length == 0 || Text(info, "version").Length == 0) broken.Add("\"info\" needs title and version");
        foreach (var reference in References(root))
        {
            if (!Resolves(root, reference)) broken.Add($"{reference} leads nowhere");
        }

        var ids = new HashSet<string>();
        foreach (var path in root.GetProperty("paths").EnumerateObject())
        {
            if (!path.Name.StartsWith('/')) broken.Add($"{path.Name} is no path");
            foreach (var operation in path.Value.EnumerateObject()) Look(path.Name, operation, ids, broken);
        }

        return broken;
    }

    private static void Look(string path, JsonProperty operation, HashSet<string> ids, List<string> broken)
    {
        var what = $"{operation.Name} {path}";
        if (!Methods.Contains(operation.Name)) broken.Add($"{what} is no method");
        if (!ids.Add(Text(operation.Value, "operationId"))) broken.Add($"{what} has an operationId that another has");
        var parameters = operation.Value.TryGetProperty("parameters", out var list) ? list.EnumerateArray().ToList() : [];
        var inPath = path.Split('/').Where(segment => segment.StartsWith('{')).Select(segment => segment[1..^1]);
        var declared = parameters.Where(parameter => Text(parameter, "in") == "path").ToList();
        if (!inPath.SequenceEqual(declared.Select(parameter => Text(parameter, "name")))) broken.Add($"{what} declares other path parameters than it has");
        if (declared.Exists(parameter => !parameter.GetProperty("required").GetBoolean())) broken.Add($"{what} has a path parameter that is not required");
        if (parameters.Select(parameter => (Text(parameter, "in"), Text(parameter, "name"))).Distinct().Count() != parameters.Count) broken.Add($"{what} has a parameter twice");
        if (parameters.Exists(parameter => !parameter.TryGetProperty("schema", out _))) broken.Add($"{what} has a parameter without schema");
        if (!operation.Value.TryGetProperty("responses", out var responses) || !responses.EnumerateObject().Any()) broken.Add($"{what} has no response");
        else broken.AddRange(responses.EnumerateObject().Where(response => !IsResponse(response.Value)).Select(response => $"{what}: response {response.Name} has no description"));
    }

    private static bool IsResponse(JsonElement response) => response.TryGetProperty("$ref", out _) || Text(response, "description").Length > 0;

    private static string Text(JsonElement element, string name) => element.TryGetProperty(name, out var value) ? value.GetString()! : "";

    private static IEnumerable<string> References(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(member => member is { Name: "$ref", Value.ValueKind: JsonValueKind.String } ? [member.Value.GetString()!] : References(member.Value)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(References),
        _ => [],
    };

    private static bool Resolves(JsonElement root, string reference)
    {
        if (!reference.StartsWith("#/", StringComparison.Ordinal)) return false;
        foreach (var part in reference[2..].Split('/'))
        {
            if (!root.TryGetProperty(part, out root)) return false;
        }

        return true;
    }
}
