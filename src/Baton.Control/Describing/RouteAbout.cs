using System.Text.Json.Serialization.Metadata;

namespace Baton.Control.Describing;

/// <summary>What programs are told of a route; <c>docs/reference/openapi.json</c> is written from it.</summary>
/// <param name="Summary">What it does, in a few words.</param>
internal sealed record RouteAbout(string Summary)
{
    /// <summary>For routes that are no part of the API, as files of the dashboard.</summary>
    public static RouteAbout Hidden { get; } = new("");

    /// <summary>The parameters of its query.</summary>
    public IReadOnlyList<QueryParameter> Query { get; init; } = [];

    /// <summary>The record of its body; null when it takes none. Asked for only when it is described: a daemon never does.</summary>
    public Func<JsonTypeInfo>? Body { get; init; }

    /// <summary>The record it answers with; null when that is no record.</summary>
    public Func<JsonTypeInfo>? Answer { get; init; }

    /// <summary>The type of its answer.</summary>
    public string Type { get; init; } = "application/json";

    /// <summary>It can answer with a stream of events instead.</summary>
    public bool IsStreamed { get; init; }

    /// <summary>Its answer carries an <c>ETag</c>, and it answers 304.</summary>
    public bool IsTagged { get; init; }

    /// <summary>Statuses of its failures besides those that follow from the rest: 404 of a name, 400 and 422 of a body, 413 of all but GET, 422 of a query.</summary>
    public IReadOnlyList<int> Fails { get; init; } = [];
}
