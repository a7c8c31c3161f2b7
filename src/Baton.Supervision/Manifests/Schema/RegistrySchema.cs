using Baton.Manifest.Schema;
using Baton.Supervision.Services;
using static Baton.Manifest.Schema.SchemaTypes;

namespace Baton.Supervision.Manifests.Schema;

/// <summary>The keys of <c>service_registry.json</c>: its own, and those of <c>baton.toml</c> with the defaults of the robot.</summary>
internal static class RegistrySchema
{
    private static readonly SchemaKey RestartPolicy = new("restart_policy", Restart, "When it is started again by itself", "\"never\"");

    /// <summary>The whole file.</summary>
    public static SchemaType Root { get; } = new SchemaType.Table(
    [
        new("$schema", AnyText, "The schema that editors check this file by"),
        NativeSchema.ExitWhen,
        NativeSchema.OnDaemonExit,
        new("logs", NativeSchema.Logs, "All logs together"),
        new("journal", NativeSchema.Journal, "The journal of events"),
        new("api", ApiSchema.Table, "The control API"),
        new("docker", NativeSchema.Docker, "The engine of containers"),
        NotifySchema.All,
        new("defaults", new SchemaType.Table([.. Policy, RestartPolicy]), "Holds for every service that does not say otherwise"),
        new("services", new SchemaType.Items(new SchemaType.Shared("service", new SchemaType.Table([.. Own, .. Native, .. Policy], "name"))), "The services", "[]"),
    ]);

    private static IReadOnlyList<SchemaKey> Own =>
    [
        new("name", Name, "Its name"),
        new("cmd", Text, "The program, started without a shell"),
        new("args", new SchemaType.Items(AnyText), "Its arguments", "[]"),
        new("type", AnyText, "A note for people"),
        RestartPolicy,
        new("health_check", new SchemaType.Either(new SchemaType.Word([.. BuiltInCheck.All.Select(check => check.Name), ""]), new SchemaType.Null()), "How its health is looked at", "null"),
    ];

    private static IEnumerable<SchemaKey> Native => NativeSchema.Service.Select(key => key.Name switch
    {
        "display_name" or "working_dir" => key with { Type = AnyText },
        "autostart" => key with { Default = "false" },
        "port" => key with { Type = new SchemaType.Either(key.Type, new SchemaType.Null()) },
        _ => key,
    });

    private static IEnumerable<SchemaKey> Policy => NativeSchema.Policy.Select(key => key.Name switch
    {
        "restart" => key with { Default = "\"never\"" },
        "restart_delay_seconds" => key with { Default = "0" },
        "cooldown_seconds" => key with { Default = "30" },
        "max_failures" => key with { Default = "0" },
        "max_restarts" => key with { Default = "3" },
        "failed_retry_seconds" => key with { Default = "0" },
        "stable_after_seconds" => key with { Default = "3600" },
        "stop_timeout_seconds" => key with { Default = "5" },
        _ => key,
    });
}
