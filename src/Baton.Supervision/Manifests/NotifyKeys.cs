using Baton.Manifest.Binding;
using Baton.Supervision.Notifying;
using Baton.Supervision.Services;

namespace Baton.Supervision.Manifests;

/// <summary>Reads whether a service says by itself that it is ready and lives: <c>notify</c> and <c>watchdog_seconds</c>.</summary>
internal static class NotifyKeys
{
    /// <summary>Puts both into a definition that has its probes.</summary>
    public static ServiceDefinition Read(TableReader table, ServiceDefinition service)
    {
        var isNotifying = table.Boolean("notify", false);
        var watchdog = table.OptionalSeconds("watchdog_seconds", TimeSpan.FromSeconds(0.1), TimeSpan.FromDays(1));
        if (!isNotifying)
        {
            if (table.Has("watchdog_seconds")) table.Report("watchdog_seconds", "\"watchdog_seconds\" needs notify = true: the service says that it lives to the socket of NOTIFY_SOCKET");
            return service;
        }

        foreach (var probe in new[] { "startup", "readiness" })
        {
            if (table.Has(probe)) table.Report(probe, $"with notify = true the service says by itself when it is ready; leave \"{probe}\" or \"notify\" out");
        }

        return service with { Notify = new ServiceNotify(watchdog), Policy = service.Policy with { HasReadiness = true } };
    }
}
