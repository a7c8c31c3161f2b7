using System.Globalization;
using Baton.Supervision.Services;

namespace Baton.Control.Causes;

/// <summary>The state of a service as a sentence without its end.</summary>
internal static class Summary
{
    public static string Of(ServiceView service)
    {
        var run = service.Run > 0 ? string.Create(CultureInfo.InvariantCulture, $" (run {service.Run}{(service.Pid is { } pid ? $", pid {pid}" : "")})") : "";
        return service.State switch
        {
            Phase.Running => $"{service.Name} is running{run}{(service.IsReady ? "" : ", not ready")}{Reason(service)}",
            Phase.Starting => $"{service.Name} is starting{run}{Reason(service)}",
            Phase.Stopping => $"{service.Name} is stopping{run}{Reason(service)}",
            Phase.WaitingDependencies or Phase.WaitingDevices => $"{service.Name} is {service.Reason}",
            Phase.Backoff => $"{service.Name} is in backoff{Reason(service)}",
            Phase.Failed => $"{service.Name} has failed{Reason(service)}",
            Phase.Completed => $"{service.Name} has completed{Reason(service)}",
            Phase.Stopped => service.Run == 0 ? $"{service.Name} is stopped; it has not run yet" : $"{service.Name} is stopped",
            _ => throw new System.Diagnostics.UnreachableException($"phase {service.State}"),
        };
    }

    private static string Reason(ServiceView service) => service.Reason is { } reason ? $": {reason}" : "";
}
