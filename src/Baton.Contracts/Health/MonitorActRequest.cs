using System.Text.Json.Serialization;

namespace Baton.Contracts.Health;

/// <summary>Body of <c>POST /api/v1/monitors/{name}/trigger|isolate|close|reset</c> and <c>…/trigger</c>: an empty object, or none.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record MonitorActRequest;
