namespace Baton.Contracts;

/// <summary>Answer of <c>GET /api/v1/services/{name}/devices</c>.</summary>
/// <param name="Devices">The devices that the service needs, in the order of the manifest; empty when it needs none, or they were not looked at yet.</param>
public sealed record DevicesRecord(IReadOnlyList<DeviceRecord> Devices);

/// <summary>A device of a service.</summary>
/// <param name="Path">Its path, as the manifest says.</param>
/// <param name="Present">Something is there.</param>
/// <param name="Since">Since when, as far as this daemon has seen (UTC).</param>
/// <param name="Target">What the path leads to; null while nothing is there.</param>
public sealed record DeviceRecord(string Path, bool Present, DateTimeOffset Since, string? Target = null);
