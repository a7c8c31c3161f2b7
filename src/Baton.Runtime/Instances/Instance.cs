namespace Baton.Runtime.Instances;

/// <summary>An instance that was added.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Path">The program as it was named, or the absolute path of its upload.</param>
/// <param name="IsPrivileged">It may start and stop others.</param>
/// <param name="IsUpload">Its program was sent, and goes when it is removed.</param>
public sealed record Instance(InstanceId Id, string Path, bool IsPrivileged, bool IsUpload = false);
