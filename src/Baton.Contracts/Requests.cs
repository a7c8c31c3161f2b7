using System.Text.Json.Serialization;

namespace Baton.Contracts;

/// <summary>Body of <c>POST /api/v1/services/start|stop|restart</c>; an absent body means all services.</summary>
/// <param name="Names">Which services; null or empty means all.</param>
/// <param name="Only">For stop only: leave running what depends on them.</param>
/// <param name="TimeoutSeconds">
/// How long to wait for it to be done before the answer is <c>timeout</c>; the act itself goes on. Default 300, at most 3,600.
/// </param>
// Unknown members are refused: a misspelt "names" would otherwise mean all services.
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record ServicesRequest(IReadOnlyList<string>? Names = null, bool Only = false, double? TimeoutSeconds = null);

/// <summary>Body of <c>POST /api/v1/services/wait</c>.</summary>
/// <param name="Names">Which services; null or empty means all.</param>
/// <param name="For"><c>ready</c> (default), <c>completed</c> or <c>stopped</c>.</param>
/// <param name="TimeoutSeconds">How long to wait before the answer is <c>timeout</c>. Default 300, at most 3,600.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record WaitRequest(IReadOnlyList<string>? Names = null, string? For = null, double? TimeoutSeconds = null);

/// <summary>Body of <c>POST /api/v1/services/enable|disable</c>.</summary>
/// <param name="Names">Which services; at least one, unless one is in the path.</param>
/// <param name="Now">Start them (enable) or stop them (disable) besides.</param>
/// <param name="TimeoutSeconds">With <paramref name="Now"/>: how long to wait for that, as for a start. Default 300, at most 3,600.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record EnableRequest(IReadOnlyList<string>? Names = null, bool Now = false, double? TimeoutSeconds = null);

/// <summary>Answer to a start, stop or restart: the services as they are now.</summary>
/// <param name="Services">What was asked for, in the order asked.</param>
/// <param name="Also">What had to be started before, or stopped first, because of a dependency.</param>
public sealed record ServicesResult(IReadOnlyList<ServiceRecord> Services, IReadOnlyList<ServiceRecord> Also);

/// <summary>Body of <c>POST /api/v1/system/shutdown</c>.</summary>
/// <param name="Kill">Kill all trees at once instead of asking them to end first; may follow an earlier, gentle request.</param>
/// <param name="Keep">End Baton alone: what runs goes on, and the next <c>up</c> takes it over.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record ShutdownRequest(bool Kill = false, bool Keep = false);

/// <summary>Body of <c>POST /api/v1/system/upgrade</c>.</summary>
/// <param name="Program">Absolute path of the program that is to be the daemon.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record UpgradeRequest(string? Program = null);
