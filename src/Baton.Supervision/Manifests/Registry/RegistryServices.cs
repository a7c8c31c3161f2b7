using Baton.Manifest.Binding;
using Baton.Supervision.Services;

namespace Baton.Supervision.Manifests.Registry;

/// <summary>
/// Binds a <c>service_registry.json</c>: the manifest of the robot's services. Besides its own keys it takes those of the native manifest,
/// and an object <c>defaults</c>; nothing is put into its texts.
/// </summary>
public static class RegistryServices
{
    // A service of the robot had five seconds to end, is not started again unless it says so, and forgets its restarts after a stable hour.
    private static readonly PolicyDefaults BuiltIn = PolicyDefaults.BuiltIn with
    {
        Policy = new ServicePolicy
        {
            Restart = RestartMode.Never,
            StopTimeout = TimeSpan.FromSeconds(5),
            StableAfter = TimeSpan.FromHours(1),
            // Three restarts in ten minutes, then no more until a person starts it; a start is not repeated sooner than after 30 s.
            MaxFailures = null,
            MaxRestarts = 3,
            FailedRetry = null,
            Cooldown = TimeSpan.FromSeconds(30),
            Backoff = new Core.Backoff(TimeSpan.Zero, 2, TimeSpan.FromSeconds(60), 0.2),
        },
    };

    /// <summary>Reads the whole file.</summary>
    /// <param name="root">The root; who calls this calls its <c>Finish</c>.</param>
    /// <param name="context">What relative paths and the environment start from, and what is to run.</param>
    /// <returns>The services that were chosen, in the order of the file; none when there is no <c>services</c>.</returns>
    public static IReadOnlyList<ServiceDefinition> Bind(TableReader root, ServicesContext context)
    {
        // Editors look there for the schema of the file.
        root.OptionalString("$schema", allowEmpty: true);
        var given = root.SubTable("defaults");
        var defaults = given is null ? BuiltIn : BindDefaults(given);
        var isLimited = given?.Has("max_restarts") == true;
        var environment = new EnvironmentKeys();
        var drafts = ReplicaKeys.Drafts(root.NamedItems("services", "name").Select(item => (item.Name.Text, item.Table)), context);
        return ProjectKeys.Apply(root, drafts, ServiceDrafts.Bind(drafts, context, root.PlaceOf("services"), root.Diagnostics,
            (draft, around) => BindService(draft, defaults, isLimited, around, environment)));
    }

    private static PolicyDefaults BindDefaults(TableReader table)
    {
        var defaults = Policies(table, BuiltIn);
        table.Finish();
        return defaults;
    }

    private static ServiceDefinition BindService(ServiceDraft draft, PolicyDefaults defaults, bool isLimited, ServicesContext context, EnvironmentKeys environment)
    {
        var table = draft.Table;
        // What kind of program it is was never more than a note, which the robot's API shows.
        var type = table.OptionalString("type", allowEmpty: true);
        var command = RegistryCommand.Read(table, context);
        var around = ProgramSurroundings.Read(table, context, environment, allowEmptyFolder: true);
        var policies = Policies(table, defaults);
        // One that is always to run is never given up, unless somebody says so.
        if (policies.Policy.Restart == RestartMode.Always && !isLimited && !table.Has("max_restarts"))
            policies = policies with { Policy = policies.Policy with { MaxRestarts = null } };
        var service = draft.Apply(ProbeKeys.Read(table, DeviceKeys.Read(table, LabelKeys.Read(table, new ServiceDefinition
        {
            Name = draft.Name,
            Type = type is { Length: > 0 } ? type : null,
            IsAutostarted = false,
            Check = Check(table),
            Launch = around.LaunchOf(command, policies.Log),
            Policy = policies.Policy with { IsOneShot = table.Boolean("oneshot", false) },
        }, allowEmpty: true)), around));
        service = MemoryKeys.Read(table, LimitKeys.Read(table, ScheduleKeys.Read(table, NotifyKeys.Read(table, service))));
        service = WatchKeys.Read(table, context, service);
        service = ReloadKeys.Read(table, context, HookKeys.Read(table, service, around), around);
        table.Finish();
        return service;
    }

    private static PolicyDefaults Policies(TableReader table, PolicyDefaults defaults)
    {
        var restart = PolicyKeys.ReadRestart(table, "restart_policy", defaults.Policy.Restart);
        if (table.Has("restart_policy") && table.Has("restart")) table.Report("restart", "\"restart\" and \"restart_policy\" say the same; keep one");
        return PolicyKeys.Read(table, defaults with { Policy = defaults.Policy with { Restart = restart } });
    }

    private static BuiltInCheck? Check(TableReader table)
    {
        if (table.IsNull("health_check") || table.OptionalString("health_check", allowEmpty: true) is not { Length: > 0 } name) return null;
        var check = BuiltInCheck.All.FirstOrDefault(known => known.Name == name);
        if (check is not null) return check;
        var names = BuiltInCheck.All.Select(known => known.Name).ToList();
        table.Report("health_check", $"there is no health check \"{name}\"{NearestWord.Hint(name, names)}; there are: {string.Join(", ", names)}; null is none");
        return null;
    }
}
