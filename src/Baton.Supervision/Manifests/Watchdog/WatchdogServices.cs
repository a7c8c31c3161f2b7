using Baton.Manifest.Binding;
using Baton.Supervision.Services;

namespace Baton.Supervision.Manifests.Watchdog;

/// <summary>
/// Binds a <c>services.toml</c>: the manifest of the watchdog for installations with devices. Its keys are its own, strictly: nothing is
/// put into its texts, and what it once took in silence (numbers as text, unknown words, unknown keys) is told.
/// </summary>
public static class WatchdogServices
{
    private const int Hour = 3600;

    // It restarts whatever ends, also with exit code 0: these are installations that run all day.
    private static readonly ServicePolicy BuiltIn = new() { Restart = RestartMode.Always, IsStableReplacedAtOnce = false };

    /// <summary>Reads the whole file.</summary>
    /// <param name="root">The root; who calls this calls its <c>Finish</c>.</param>
    /// <param name="context">What relative paths and the environment start from, and what is to run.</param>
    /// <returns>The services that were chosen, in the order of the file.</returns>
    public static IReadOnlyList<ServiceDefinition> Bind(TableReader root, ServicesContext context)
    {
        root.OptionalInteger("version", 1, 1);
        var defaults = root.SubTable("defaults") is { } table ? BindDefaults(table) : BuiltIn;
        var drafts = root.NamedTables("services")
            .Select(named => new ServiceDraft(named.Name, named.Table, named.Table.StringList("dependencies"))).ToList();
        if (drafts.Count == 0) root.Report("services", "there are no services; describe each in a table [services.NAME]");
        var handedOn = context with { Environment = HandedOn.Of(context.Environment) };
        return ServiceDrafts.Bind(drafts, handedOn, root.PlaceOf("services"), root.Diagnostics, (draft, around) => BindService(draft, defaults, around));
    }

    private static ServicePolicy BindDefaults(TableReader table)
    {
        var stop = table.Integer("stop_timeout_seconds", (long)BuiltIn.StopTimeout.TotalSeconds, 0, Hour);
        var policy = WithDelay(table, BuiltIn) with { StopTimeout = TimeSpan.FromSeconds(stop) };
        table.Finish();
        return policy;
    }

    private static ServicePolicy WithDelay(TableReader table, ServicePolicy defaults) =>
        table.OptionalInteger("restart_delay_seconds", 0, Hour) is { } delay
            ? defaults with { Backoff = defaults.Backoff with { First = TimeSpan.FromSeconds(delay) } }
            : defaults;

    private static ServiceDefinition BindService(ServiceDraft draft, ServicePolicy defaults, ServicesContext context)
    {
        var table = draft.Table;
        var command = Command(table, context);
        var folder = Folder(table, context);
        var launch = command.ToLaunch(folder, context.Environment, Venv.Read(table, folder, context, allowEmpty: true), PolicyDefaults.BuiltIn.Log);
        var health = HealthKeys.Read(table);
        var service = draft.Apply(DeviceKeys.Read(table, new ServiceDefinition
        {
            Name = draft.Name,
            DisplayName = table.OptionalString("display_name", allowEmpty: true) is { Length: > 0 } display ? display : null,
            Launch = launch,
            Policy = WithDelay(table, defaults),
        }));
        table.Finish();
        return health is null ? service : ProbeKeys.With(service, health.ToProbes());
    }

    private static ServiceCommand Command(TableReader table, ServicesContext context)
    {
        if (!table.Has("command")) table.Diagnostics.Add(table.Table.Place, $"{table.Path} has no \"command\"; give it the text for the shell");
        var command = table.OptionalString("command") is { } text ? CommandKeys.Script(table, "command", text) : null;
        // Empty counts as missing, as it always did.
        var testing = table.OptionalString("testing_command", allowEmpty: true) is { } other && !string.IsNullOrWhiteSpace(other)
            ? CommandKeys.Script(table, "testing_command", other)
            : null;
        return CommandKeys.Choose(command, testing, context) ?? new ServiceCommand("", null);
    }

    private static string Folder(TableReader table, ServicesContext context)
    {
        if (!table.Has("working_dir"))
            table.Diagnostics.Add(table.Table.Place, $"{table.Path} has no \"working_dir\"; give the folder it runs in, relative to \"{context.BaseDirectory}\"");
        return FolderKeys.Read(table, context);
    }
}
