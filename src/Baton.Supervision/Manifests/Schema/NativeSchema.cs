using Baton.Processes;
using static Baton.Supervision.Manifests.Schema.SchemaTypes;

namespace Baton.Supervision.Manifests.Schema;

/// <summary>The keys of <c>baton.toml</c>. A key that the binder learns gets its line here; a test holds both together.</summary>
internal static class NativeSchema
{
    /// <summary>The whole file. No key of a service is required: the rest of it may stand in an included file.</summary>
    public static SchemaType Root { get; } = new SchemaType.Table(
    [
        new("include", Texts, "Files that lie below this one, the later over the earlier; relative to this file"),
        new("defaults", new SchemaType.Table(Policy), "Holds for every service that does not say otherwise"),
        new("services", new SchemaType.Named(new SchemaType.Shared("service", new SchemaType.Table([.. Service, .. Policy]))), "The services, each in a table [services.NAME]"),
    ]);

    /// <summary>The keys of a service alone.</summary>
    public static IReadOnlyList<SchemaKey> Service =>
    [
        new("command", Command, "What is run: text by `bash -lc`, an array as it is"),
        new("testing_command", Command, "Takes the place of command with --testing"),
        new("working_dir", Text, "Where it starts; must exist", "\".\""),
        new("venv", Text, "A Python virtual environment that is active for it; relative to working_dir"),
        new("env", Variables, "Variables of its own; they win over all others", "{}"),
        new("env_file", new SchemaType.Either(Text, new SchemaType.Items(Text, 1)), "Files of variables, the later wins"),
        new("env_inherit", new SchemaType.Either(Flag, Texts), "What it gets of the daemon's variables: all, none, or these", "true"),
        new("depends_on", DependsOn, "These must be ready, or as the condition says, before it starts; it is stopped before them", "[]"),
        new("restart_with", Texts, "Of those it depends on: it is restarted with these", "[]"),
        new("requires_devices", DevicePaths, "Paths that must be there while it runs", "[]"),
        new("device_restart_policy", DevicePolicy, "When a device goes: stop at once, or be restarted when it is back", "\"immediate\""),
        new("startup_timeout_seconds", SecondToADay, "With a startup or readiness probe: a run that is not ready after this has failed; seconds", "300"),
        new("oneshot", Flag, "It does one thing and ends: ready once it has succeeded", "false"),
        new("enabled", Flag, "false: neither `up` nor `start` without names starts it", "true"),
        new("autostart", Flag, "false: `up` does not start it", "true"),
        new("groups", new SchemaType.Items(Name), "Groups it belongs to", "[]"),
        new("display_name", Text, "What people call it; its name when missing"),
        new("description", AnyText, "What it is for", "\"\""),
        new("port", Port, "The TCP port it serves on"),
        new("startup", Probe, "Until this has passed once, the other probes are not asked"),
        new("readiness", Probe, "What depends on it waits for this"),
        new("liveness", Probe, "When this fails, the service is restarted"),
    ];

    /// <summary>The keys of a service or <c>[defaults]</c>.</summary>
    public static IReadOnlyList<SchemaKey> Policy =>
    [
        new("restart", Restart, "When it is started again by itself", "\"on-failure\""),
        new("restart_delay_seconds", UpToAnHour, "Wait after the first failure; seconds", "5"),
        new("backoff_factor", new SchemaType.Number(1, 100), "What each further failure multiplies the wait with", "2"),
        new("backoff_limit_seconds", UpToADay, "The longest wait; seconds", "60"),
        new("backoff_jitter", new SchemaType.Number(0, 1), "Share of the wait that is spread", "0.2"),
        new("cooldown_seconds", UpToAnHour, "A restart comes not sooner than this after the last start; seconds", "0"),
        new("max_failures", Times, "Failures in a row after which it is failed; 0: any number", "10"),
        new("max_restarts", Times, "Restarts within the window after which a further failure makes it failed; 0: any number", "0"),
        new("restart_window_seconds", SecondToADay, "How long a restart counts for max_restarts; seconds", "600"),
        new("failed_retry_seconds", UpToADay, "How long after it is failed it is tried once more; seconds; 0: never", "300"),
        new("success_exit_codes", new SchemaType.Items(new SchemaType.Whole(0, 255)), "Exit codes that are success besides 0", "[]"),
        new("stable_after_seconds", SecondToADay, "A run that lasts this long forgets earlier failures; seconds", "60"),
        new("stop_timeout_seconds", UpToAnHour, "Wait between the stop signal and the kill; seconds; 0 kills at once", "10"),
        new("stop_signal", Signal, "How it is asked to end", "\"SIGTERM\""),
        new("log", Log, "What happens to its output"),
    ];

    private static SchemaType DependsOn => new SchemaType.Either(Texts, new SchemaType.Map(new SchemaType.Word("ready", "started", "completed", "succeeded")));

    // In any case, with SIG or without it.
    private static SchemaType Signal => new SchemaType.Shared("signal", new SchemaType.Text(
        $"^([sS][iI][gG])?({string.Join('|', SignalNames.All.Select(name => string.Concat(name[3..].Select(InAnyCase))))})$"));

    private static SchemaType Log => new SchemaType.Shared("log", new SchemaType.Table(
    [
        new("rotate_size", Size, "A log file that would pass this is closed and the next begun; bytes, or as \"10MB\"; 0: never", "\"10MB\""),
        new("rotate_count", new SchemaType.Whole(1, 1000), "Files kept per run", "5"),
        new("on_full_disk", new SchemaType.Word("drop", "block"), "What happens to output that cannot be written", "\"drop\""),
    ]));

    private static SchemaType Probe => new SchemaType.Shared("probe", new SchemaType.Table(
    [
        new("http", new SchemaType.Text("^[hH][tT][tT][pP][sS]?://"), "An address to ask; one of http, tcp, exec and process must be there"),
        new("tcp", new SchemaType.Text("^.+:[0-9]+$"), "HOST:PORT to connect to"),
        new("exec", Command, "A program whose exit code 0 is a success"),
        new("process", Flag, "true: a success as long as the process lives"),
        new("method", Text, "For http", "\"GET\""),
        new("headers", Variables, "For http", "{}"),
        new("status", new SchemaType.Text("^[0-9, -]+$"), "For http: what is a success", "\"200-399\""),
        new("body_contains", Text, "For http: what the body must hold"),
        new("initial_delay_seconds", UpToAnHour, "Wait before it is asked first; seconds", "0"),
        new("interval_seconds", new SchemaType.Number(0.1, 86_400), "From one asking to the next; seconds", "5"),
        new("timeout_seconds", new SchemaType.Number(0.01, 3600), "Limit of one asking; seconds", "5"),
        new("failure_threshold", Threshold, "Failures in a row that count as one", "3"),
        new("success_threshold", Threshold, "Successes in a row that count as one", "1"),
    ]));

    private static string InAnyCase(char letter) => char.IsAsciiLetter(letter) ? $"[{char.ToUpperInvariant(letter)}{char.ToLowerInvariant(letter)}]" : $"{letter}";
}
