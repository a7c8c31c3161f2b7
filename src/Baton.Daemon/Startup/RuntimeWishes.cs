namespace Baton.Daemon.Startup;

/// <summary>What was asked of the runtime on the command line, or by variables where that says nothing; null is "not said".</summary>
/// <param name="ControlSocket">Where clients control it: a path, relative to the current folder, or <c>HOST:PORT</c>.</param>
/// <param name="IpcSocket">Where datagrams of others come in, <c>HOST:PORT</c>.</param>
/// <param name="TelemetrySocket">Where what instances measure goes, <c>HOST:PORT</c>.</param>
/// <param name="Peers">Whose datagrams are taken, besides those that the manifest names; null or none: nobody else's.</param>
/// <param name="IsControlInsecure">Other machines may reach the control socket.</param>
public sealed record RuntimeWishes(
    string? ControlSocket = null, string? IpcSocket = null, string? TelemetrySocket = null, IReadOnlyList<string>? Peers = null, bool IsControlInsecure = false);
