using Baton.Manifest.Binding;
using Baton.Supervision.Services;

namespace Baton.Supervision.Manifests.Native;

/// <summary>
/// Binds the services of a native manifest: <c>[defaults]</c> and <c>[services.NAME]</c>. Every problem is collected; the result may be
/// used only when there is none.
/// </summary>
public static class ServicesSection
{
    /// <summary>Reads both tables from the root.</summary>
    /// <param name="root">The whole manifest; whoever reads other tables of it calls its <c>Finish</c>.</param>
    /// <param name="context">What relative paths and the environment start from, and what is to run.</param>
    /// <returns>The services that were chosen, in the order of the file.</returns>
    public static IReadOnlyList<ServiceDefinition> Bind(TableReader root, ServicesContext context)
    {
        root.Interpolation = new Interpolation(context.Environment.GetValueOrDefault);
        context = DockerKeys.Read(root, context);
        var defaults = root.SubTable("defaults") is { } table ? BindDefaults(table) : PolicyDefaults.BuiltIn;
        var environment = new EnvironmentKeys();
        var drafts = ReplicaKeys.Drafts(root.NamedTables("services").Select(named => (named.Name, named.Table)), context);
        return ProjectKeys.Apply(root, drafts, ServiceDrafts.Bind(drafts, context, root.PlaceOf("services"), root.Diagnostics,
            (draft, around) => BindService(draft, defaults, around, environment)));
    }

    private static PolicyDefaults BindDefaults(TableReader table)
    {
        var defaults = PolicyKeys.Read(table, PolicyDefaults.BuiltIn);
        table.Finish();
        return defaults;
    }

    private static ServiceDefinition BindService(ServiceDraft draft, PolicyDefaults defaults, ServicesContext context, EnvironmentKeys environment)
    {
        var table = draft.Table;
        var container = ContainerKeys.Read(table, context);
        var command = container is not null ? ContainerKeys.Command(table, context) : CommandKeys.Read(table, context) ?? new ServiceCommand(null, []);
        var around = ProgramSurroundings.Read(table, context, environment, container: container);
        var policies = PolicyKeys.Read(table, defaults);
        var service = draft.Apply(ProbeKeys.Read(table, DeviceKeys.Read(table, LabelKeys.Read(table, new ServiceDefinition
        {
            Name = draft.Name,
            Launch = around.LaunchOfService(command, policies.Log),
            Policy = policies.Policy with { IsOneShot = table.Boolean("oneshot", false) },
        })), around));
        service = MemoryKeys.Read(table, LimitKeys.Read(table, ScheduleKeys.Read(table, NotifyKeys.Read(table, service))));
        service = WatchKeys.Read(table, context, service);
        service = ReloadKeys.Read(table, context, HookKeys.Read(table, service, around), around);
        table.Finish();
        return service;
    }
}
