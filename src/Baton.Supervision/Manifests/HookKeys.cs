using Baton.Manifest.Binding;
using Baton.Processes;
using Baton.Supervision.Hooks;
using Baton.Supervision.Services;

namespace Baton.Supervision.Manifests;

/// <summary>Reads what is run before, after and to stop a run of a service.</summary>
internal static class HookKeys
{
    /// <summary>Puts it into a definition that has its launch and its policy already: a hook starts as the service does.</summary>
    /// <param name="table">The service.</param>
    /// <param name="service">What is known of it.</param>
    /// <param name="around">What it starts in.</param>
    public static ServiceDefinition Read(TableReader table, ServiceDefinition service, ProgramSurroundings around)
    {
        var hooks = new ServiceHooks(Launch("pre_start"), Launch("post_stop"), Launch("stop_command"))
        {
            PreStartTimeout = table.Seconds("pre_start_timeout_seconds", service.Policy.StartupTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromDays(1)),
        };
        if (hooks is { PreStart: null, PostStop: null, StopCommand: null }) return service with { Hooks = hooks };
        var policy = service.Policy with
        {
            HasPreStart = hooks.PreStart is not null,
            HasPostStop = hooks.PostStop is not null,
            HasStopCommand = hooks.StopCommand is not null,
        };
        return service with { Hooks = hooks, Policy = policy };

        Launch? Launch(string key) => CommandKeys.ReadOne(table, key) is { } command ? around.LaunchOf(command) : null;
    }
}
