using Baton.Manifest.Schema;
using static Baton.Manifest.Schema.SchemaTypes;

namespace Baton.Supervision.Manifests.Schema;

/// <summary>The keys of <c>services.toml</c>.</summary>
internal static class WatchdogSchema
{
    private static readonly SchemaType HealthType = new SchemaType.Text("^([hH][tT][tT][pP]|[tT][cC][pP]|[pP][rR][oO][cC][eE][sS][sS])$");
    private static readonly SchemaType Wait = new SchemaType.Whole(1, 3600);

    /// <summary>The whole file.</summary>
    public static SchemaType Root { get; } = new SchemaType.Table(
    [
        new("version", new SchemaType.Whole(1, 1), "The version of the format", "1"),
        new("defaults", new SchemaType.Table(
        [
            new("restart_delay_seconds", WholeHour, "For services that say none; whole seconds", "5"),
            new("stop_timeout_seconds", WholeHour, "Wait between SIGTERM and kill, for all; whole seconds", "10"),
        ]), "Holds for all services"),
        new("services", new SchemaType.Named(new SchemaType.Shared("service", new SchemaType.Table(Service, "command", "working_dir")), 1), "The services, each in a table [services.NAME]"),
    ], "services");

    private static IReadOnlyList<SchemaKey> Service =>
    [
        new("command", new SchemaType.Text(@"\S"), "Run by `bash -lc`"),
        new("testing_command", AnyText, "Takes its place with --testing; empty is none"),
        new("working_dir", Text, "Where it starts; must exist"),
        new("venv", AnyText, "A Python virtual environment, relative to working_dir; empty is none"),
        new("dependencies", Texts, "These must be ready before it starts", "[]"),
        new("display_name", AnyText, "What people call it; its name when missing"),
        new("restart_delay_seconds", WholeHour, "Wait after the first failure; whole seconds; that of defaults when missing"),
        new("requires_devices", DevicePaths, "Devices that must be there while it runs", "[]"),
        new("device_restart_policy", DevicePolicy, "What the loss of a device means; empty is the default", "\"immediate\""),
        new("health", Health, "How it is found out how it does"),
    ];

    private static SchemaType Health => new SchemaType.Table(
    [
        new("type", HealthType, "http, tcp or process, in any case"),
        new("probe_type", HealthType, "Another word for type, which wins"),
        new("url", new SchemaType.Text("^[hH][tT][tT][pP][sS]?://"), "What http asks for"),
        new("host", AnyText, "What tcp connects to; empty is the default", "\"127.0.0.1\""),
        new("port", Port, "Its port"),
        new("interval_seconds", Wait, "Wait between two probes; whole seconds", "5"),
        new("timeout_seconds", Wait, "Limit of one probe; whole seconds", "5"),
        new("initial_delay_seconds", WholeHour, "Wait before the first probe; whole seconds", "5"),
        new("failure_threshold", Threshold, "Failures in a row that count", "3"),
        new("success_threshold", Threshold, "Successes in a row that make it ready", "1"),
    ]);
}
