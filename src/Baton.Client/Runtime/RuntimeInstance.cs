namespace Baton.Client.Runtime;

/// <summary>An instance as a runtime part tells it.</summary>
/// <param name="Id">Its id, lower case with hyphens.</param>
/// <param name="Binary">The program.</param>
/// <param name="IsRunning">It has a process.</param>
/// <param name="IsPrivileged">It may start and stop others; false where a server of the first age does not say.</param>
public sealed record RuntimeInstance(string Id, string Binary, bool IsRunning, bool IsPrivileged);
