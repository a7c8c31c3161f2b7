namespace Baton.Supervision.Devices;

/// <summary>A device of a service as it was seen last.</summary>
/// <param name="Path">Its path, as the manifest says.</param>
/// <param name="IsPresent">Something is there.</param>
/// <param name="Since">When that was seen first, without a break (UTC).</param>
public sealed record DeviceView(string Path, bool IsPresent, DateTimeOffset Since);
