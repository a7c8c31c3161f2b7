using System.Globalization;
using Baton.Probes.Specs;
using Baton.Processes;

namespace Baton.Supervision.Services;

/// <summary>The port of a service, and who has it, as a person would say it.</summary>
internal static class PortWords
{
    /// <summary>The port that the service is known to serve on: its own, else one of this machine that a probe or check connects to; null when none is.</summary>
    public static int? PortOf(ServiceDefinition service) => service.Port
        ?? PortOf(service.Probes.Readiness?.Spec) ?? PortOf(service.Probes.Startup?.Spec) ?? PortOf(service.Probes.Liveness?.Spec)
        ?? service.Check?.Port;

    /// <summary>Who holds it.</summary>
    public static string Held(int port, PortHolder holder)
    {
        var name = string.Concat((holder.Program ?? "").Select(c => char.IsControl(c) ? '?' : c));
        return holder switch
        {
            { Pid: null, IsOwnUser: true } => string.Create(CultureInfo.InvariantCulture, $"port {port} is held by a process that may not be looked at (uid {holder.Uid})"),
            { Pid: null } => string.Create(CultureInfo.InvariantCulture, $"port {port} is held by another user's process (uid {holder.Uid})"),
            { Run: { } run } => string.Create(CultureInfo.InvariantCulture, $"port {port} is held by \"{name}\" (pid {holder.Pid}) of service \"{run.Service}\", run {run.Run}"),
            _ => string.Create(CultureInfo.InvariantCulture, $"port {port} is held by \"{name}\" (pid {holder.Pid}, uid {holder.Uid}), which is not of this service"),
        };
    }

    private static int? PortOf(ProbeSpec? spec) => spec switch
    {
        ProbeSpec.Tcp x when IsHere(x.Host) => x.Port,
        ProbeSpec.Http x when x.Url.IsLoopback => x.Url.Port,
        _ => null,
    };

    private static bool IsHere(string host) => host is "localhost" || (System.Net.IPAddress.TryParse(host, out var address) && System.Net.IPAddress.IsLoopback(address));
}
