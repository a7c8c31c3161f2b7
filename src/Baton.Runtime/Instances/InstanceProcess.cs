namespace Baton.Runtime.Instances;

/// <summary>The process of an instance, for whoever runs processes.</summary>
/// <param name="Id">Of which instance.</param>
/// <param name="Path">The program, without arguments; without a slash it is looked for in <c>PATH</c>.</param>
/// <param name="IpcSocket">Absolute path of the socket on which it talks.</param>
public sealed record InstanceProcess(InstanceId Id, string Path, string IpcSocket);
