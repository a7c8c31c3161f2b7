using System.Text.Json.Serialization;

namespace Baton.Contracts;

/// <summary>Body of <c>POST /api/v1/manifest/plan</c>.</summary>
/// <param name="Config">Absolute path of a manifest on the daemon's machine; null means the one that is in force, read again.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record PlanRequest(string? Config = null);

/// <summary>Body of <c>POST /api/v1/manifest/reload</c>.</summary>
/// <param name="Config">As for a plan.</param>
/// <param name="Rollback">Put the manifest that was in force back when a service that was started or restarted does not become ready.</param>
/// <param name="TimeoutSeconds">How long to wait before the answer is <c>timeout</c>; the reload goes on. Default 300, at most 3,600.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record ReloadRequest(string? Config = null, bool Rollback = false, double? TimeoutSeconds = null);

/// <summary>What a reload would do, or did.</summary>
/// <param name="Services">The services that are touched.</param>
/// <param name="Unchanged">Names of the others, which keep their processes.</param>
/// <param name="Manifest">Absolute path of the manifest; null when there is none.</param>
/// <param name="Warnings">What this machine cannot do of what the manifest says, one sentence each; null when it can do all.</param>
public sealed record PlanRecord(IReadOnlyList<PlannedServiceRecord> Services, IReadOnlyList<string> Unchanged, string? Manifest = null, IReadOnlyList<string>? Warnings = null)
{
    /// <summary>Services of which there are more or fewer replicas; null when there are none.</summary>
    public IReadOnlyList<ScaledRecord>? Scaled { get; init; }

    /// <summary>Keys of the manifest that are of no service and are different, as <c>journal.keep_days</c>; null when there are none.</summary>
    public IReadOnlyList<string>? Project { get; init; }
}

/// <summary>A service of which there are more or fewer replicas.</summary>
/// <param name="Name">Name of the whole.</param>
/// <param name="From">How many there were.</param>
/// <param name="To">How many there are to be.</param>
public sealed record ScaledRecord(string Name, int From, int To);

/// <summary>What a reload does to one service.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Act"><c>remove</c>, <c>add</c> (without a start), <c>start</c>, <c>restart</c>, <c>reload_command</c> or <c>change</c> (the run stays).</param>
/// <param name="Changed">The keys that are different, as <c>command</c> or <c>env (PORT)</c>; never a value.</param>
/// <param name="Reason">Why it is touched though it is not different.</param>
public sealed record PlannedServiceRecord(string Name, string Act, IReadOnlyList<string> Changed, string? Reason = null);

/// <summary>What became of a reload.</summary>
/// <param name="Plan">What was done.</param>
/// <param name="Services">Those that were started or restarted, as they are now.</param>
/// <param name="Problems">What went wrong besides, one sentence each.</param>
/// <param name="RolledBack">Why the manifest before is in force again; null when it is not.</param>
public sealed record ReloadRecord(PlanRecord Plan, IReadOnlyList<ServiceRecord> Services, IReadOnlyList<string> Problems, string? RolledBack = null);

/// <summary>The manifest that is in force.</summary>
/// <param name="ReadAt">When it was read.</param>
/// <param name="Services">Number of its services.</param>
/// <param name="Manifest">Absolute path; null when there is none.</param>
/// <param name="Hash">SHA-256 of all that it was read from: its files, the environment and the options; null when it is not kept.</param>
public sealed record ManifestRecord(DateTimeOffset ReadAt, int Services, string? Manifest = null, string? Hash = null)
{
    /// <summary>Its services with replicas; null when it has none.</summary>
    public IReadOnlyList<ReplicasRecord>? Replicas { get; init; }
}

/// <summary>A service with replicas: those are the services <c>NAME.1</c> to <c>NAME.COUNT</c>.</summary>
/// <param name="Name">Name of the whole.</param>
/// <param name="Count">How many there are.</param>
/// <param name="Declared">How many the manifest says; another number than <paramref name="Count"/> where somebody has scaled it.</param>
public sealed record ReplicasRecord(string Name, int Count, int Declared);

/// <summary>Body of <c>POST /api/v1/services/scale</c>.</summary>
/// <param name="Replicas">How many replicas there are to be, 0 to 1,000, by the name of the service; at least one.</param>
/// <param name="Wait">False: answer as soon as it is in force, and not when what is started is ready and what is stopped gone.</param>
/// <param name="TimeoutSeconds">How long to wait before the answer is <c>timeout</c>; it goes on. Default 300, at most 3,600.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record ScaleRequest(IReadOnlyDictionary<string, long>? Replicas = null, bool Wait = true, double? TimeoutSeconds = null);
