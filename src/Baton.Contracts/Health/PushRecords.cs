using System.Text.Json.Serialization;

namespace Baton.Contracts.Health;

/// <summary>Body of <c>POST /api/v1/push/{token}</c>; what the query says besides counts before it.</summary>
/// <param name="Status"><c>up</c> (default) or <c>down</c>.</param>
/// <param name="Msg">For people; at most 200 characters are kept.</param>
/// <param name="Ping">How long whatever is watched took, in milliseconds, 0 to 3,600,000. Default 0.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record PushRequest(string? Status = null, string? Msg = null, double? Ping = null);

/// <summary>Answer to a report that was taken.</summary>
/// <param name="Ok">Always true.</param>
public sealed record PushRecord(bool Ok);
