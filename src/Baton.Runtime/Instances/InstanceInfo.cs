namespace Baton.Runtime.Instances;

/// <summary>An instance as clients see it.</summary>
/// <param name="Id">Its number.</param>
/// <param name="IsRunning">It has a process that has not ended.</param>
/// <param name="Path">The program as it was named, or where its upload lies.</param>
/// <param name="IsPrivileged">It may start and stop others.</param>
public sealed record InstanceInfo(InstanceId Id, bool IsRunning, string Path, bool IsPrivileged);
