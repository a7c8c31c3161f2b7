using Baton.Manifest.Schema;
using Baton.Processes;
using static Baton.Manifest.Schema.SchemaTypes;

namespace Baton.Supervision.Manifests.Schema;

/// <summary>The keys of <c>baton.toml</c>. A key that the binder learns gets its line here; a test holds both together.</summary>
internal static class NativeSchema
{
    /// <summary>The whole file. No key of a service is required: the rest of it may stand in an included file.</summary>
    public static SchemaType Root { get; } = new SchemaType.Table(
    [
        new("include", Texts, "Files that lie below this one, the later over the earlier; relative to this file"),
        ExitWhen,
        OnDaemonExit,
        new("logs", Logs, "All logs together"),
        new("journal", Journal, "The journal of events"),
        new("api", ApiSchema.Table, "The control API"),
        new("docker", Docker, "The engine of containers"),
        NotifySchema.All,
        new("defaults", new SchemaType.Table(Policy), "Holds for every service that does not say otherwise"),
        new("services", new SchemaType.Named(new SchemaType.Shared("service", new SchemaType.Table([.. Service, .. Policy]))), "The services, each in a table [services.NAME]"),
    ]);

    /// <summary>What ends everything.</summary>
    public static SchemaKey ExitWhen => new("exit_when", Name, "When this service has ended for good, everything is stopped, and `baton up` ends with its exit code");

    /// <summary>What becomes of services when Baton is killed.</summary>
    public static SchemaKey OnDaemonExit => new("on_daemon_exit", new SchemaType.Word(["keep", "stop"]), "When Baton is killed, its services run on for the next `up`, or are stopped", "\"keep\"");

    /// <summary>The table <c>journal</c>.</summary>
    public static SchemaType Journal => new SchemaType.Table(
    [
        new("max_total", SizeOf(new SchemaType.Whole(2_000_000, 1L << 40)), "The most that it takes; beyond this the oldest events are forgotten; bytes, or as \"10MB\"; at least 2 MB", "\"64MB\""),
        new("keep_days", new SchemaType.Whole(0, 36_500), "Events that are older are forgotten; 0: however old", "30"),
    ]);

    /// <summary>The table <c>docker</c>.</summary>
    public static SchemaType Docker => new SchemaType.Table([new("socket", new SchemaType.Text("^/"), "Absolute path of the engine's Unix socket; DOCKER_HOST, else /var/run/docker.sock, when missing")]);

    /// <summary>The table <c>logs</c>.</summary>
    public static SchemaType Logs => new SchemaType.Table(
    [
        new("max_total", SizeOf(new SchemaType.Whole(1_000_000, 1L << 50)), "All log files together; beyond this the oldest runs are deleted; bytes, or as \"10MB\"; at least 1 MB", "\"1GB\""),
        new("keep_days", new SchemaType.Whole(0, 36_500), "A file that nothing was written to for so many days is deleted; 0: however old", "0"),
    ]);

    /// <summary>The keys of a service alone.</summary>
    public static IReadOnlyList<SchemaKey> Service =>
    [
        new("command", Command, "What is run: text by `bash -lc`, an array as it is"),
        new("testing_command", Command, "Takes the place of command with --testing"),
        new("image", Text, "It is a container of this image; command is then an array, or missing"),
        new("entrypoint", new SchemaType.Items(AnyText), "With image: takes the place of the image's entry point"),
        new("ports", new SchemaType.Items(new SchemaType.Text("^(.+:)?[0-9]+:[0-9]+(/(tcp|udp))?$")), "With image: ports of this machine that lead into it, as \"127.0.0.1:8080:80\"", "[]"),
        new("volumes", new SchemaType.Items(new SchemaType.Text("^\\.?\\.?(/[^:]*)?:/[^:]*(:(ro|rw))?$")), "With image: folders and files of this machine that it sees, as \"./data:/data:ro\"; relative to the project", "[]"),
        new("network", Text, "With image: its network, as the engine names it, or \"host\" or \"none\""),
        new("container_working_dir", new SchemaType.Text("^/"), "With image: where it starts inside"),
        new("pull", new SchemaType.Word(["missing", "never", "always"]), "With image: when the image is fetched", "\"missing\""),
        new("working_dir", Text, "Where it starts; must exist", "\".\""),
        new("venv", Text, "A Python virtual environment that is active for it; relative to working_dir"),
        new("env", Variables, "Variables of its own; they win over all others", "{}"),
        new("env_file", new SchemaType.Either(Text, new SchemaType.Items(Text, 1)), "Files of variables, the later wins"),
        new("env_inherit", new SchemaType.Either(Flag, Texts), "What it gets of the daemon's variables: all, none, or these", "true"),
        new("depends_on", DependsOn, "These must be ready, or as the condition says, before it starts, and it is stopped before them; \"monitor:NAME\" must be up", "[]"),
        new("restart_with", Texts, "Of those it depends on: it is restarted with these", "[]"),
        new("requires_devices", DevicePaths, "Paths that must be there while it runs", "[]"),
        new("device_restart_policy", DevicePolicy, "When a device goes: stop at once, or be restarted when it is back", "\"immediate\""),
        new("user", Account, "As whom it runs: name or number; Baton's own user when missing"),
        new("group", Account, "Its main group: name or number; that of user when missing"),
        new("nice", new SchemaType.Whole(-20, 19), "How far it steps back for others; as Baton itself when missing"),
        new("umask", new SchemaType.Text("^0?[0-7]{1,3}$"), "Bits that its new files do not get; octal digits as text", "\"022\""),
        new("pre_start", Command, "Run before each run; it must succeed"),
        new("pre_start_timeout_seconds", SecondToADay, "A pre_start that takes longer is killed and has failed; seconds; startup_timeout_seconds when missing"),
        new("stop_command", Command, "Run to stop it, in place of the stop signal"),
        new("post_stop", Command, "Run after each run"),
        new("reload_files", Texts, "When one of these has other content at a `baton reload`, reload_command is run, or it is restarted when there is none; relative to the project", "[]"),
        new("reload_command", Command, "Run in place of a restart when only reload_files have changed"),
        new("startup_timeout_seconds", SecondToADay, "With a startup or readiness probe: a run that is not ready after this has failed; seconds", "300"),
        new("oneshot", Flag, "It does one thing and ends: ready once it has succeeded", "false"),
        new("enabled", Flag, "false: neither `up` nor `start` without names starts it", "true"),
        new("autostart", Flag, "false: `up` does not start it", "true"),
        new("groups", new SchemaType.Items(Name), "Groups it belongs to", "[]"),
        new("display_name", Text, "What people call it; its name when missing"),
        new("description", AnyText, "What it is for", "\"\""),
        new("port", Port, "The TCP port it serves on"),
        new("replicas", new SchemaType.Whole(0, Replicas.ReplicaSet.MaxCount), "How often it is there: services NAME.1 to NAME.N; once, under its own name, when missing"),
        new("memory_restart", SizeOf(new SchemaType.Whole(1L << 20, 1L << 50)), "It is restarted when its tree takes more memory than this for a while; bytes, or as \"512MB\""),
        new("watch", Watch, "Files whose changes restart it, or let reload_command run"),
        new("limits", Limits, "How much it may take"),
        new("schedule", Schedule, "When it is started by the clock: a cron line, or a table with more"),
        new("notify", Flag, "It says by itself when it is ready, by sd_notify", "false"),
        new("watchdog_seconds", new SchemaType.Number(0.1, 86_400), "With notify: once ready, it must say so often that it lives; seconds"),
        new("startup", ProbeSchema.UntilReady, "Until this has passed once, the other probes are not asked"),
        new("readiness", ProbeSchema.UntilReady, "What depends on it waits for this"),
        new("liveness", ProbeSchema.Liveness, "When this fails, the service is restarted"),
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
        new("max_restarts", new SchemaType.Whole(0, 64), "Restarts within the window after which a further failure makes it failed; 0: any number", "0"),
        new("restart_window_seconds", SecondToADay, "How long a restart counts for max_restarts; seconds", "600"),
        new("failed_retry_seconds", UpToADay, "How long after it is failed it is tried once more; seconds; 0: never", "300"),
        new("success_exit_codes", new SchemaType.Items(new SchemaType.Whole(0, 255)), "Exit codes that are success besides 0", "[]"),
        new("stable_after_seconds", SecondToADay, "A run that lasts this long forgets earlier failures; seconds", "60"),
        new("stop_timeout_seconds", UpToAnHour, "Wait between the stop signal and the kill; seconds; 0 kills at once", "10"),
        new("stop_signal", Signal, "How it is asked to end", "\"SIGTERM\""),
        new("log", Log, "What happens to its output"),
    ];

    private static SchemaType Watch => new SchemaType.Shared("watch", new SchemaType.Table(
    [
        new("paths", new SchemaType.Items(Text, 1), "Patterns of files, as src/**/*.py; relative to the project"),
        new("ignore", Texts, "Patterns of what is left out", "[]"),
        new("debounce_ms", new SchemaType.Whole(0, 60_000), "It waits until nothing has changed for so long; milliseconds", "300"),
    ], "paths"));

    private static SchemaType Limits => new SchemaType.Shared("limits", new SchemaType.Table(
    [
        new("memory", SizeOf(new SchemaType.Whole(1L << 20, 1L << 50)), "Memory of its whole tree; bytes, or as \"512MB\""),
        new("cpu", new SchemaType.Number(0.01, 1024), "Processors that its whole tree may use in full"),
        new("pids", new SchemaType.Whole(1, 4_194_304), "Processes and threads of its whole tree"),
        new("required", Flag, "true: it is not started where memory, cpu or pids cannot be limited", "false"),
        new("nofile", new SchemaType.Whole(16, 1_048_576), "Open files of each process"),
        new("nproc", new SchemaType.Whole(1, 4_194_304), "Processes of its user, all together"),
        new("core", SizeOf(new SchemaType.Whole(0, 1L << 50)), "Core file of each process; 0: none"),
        new("fsize", SizeOf(new SchemaType.Whole(0, 1L << 50)), "Largest file that each process may write"),
        new("as", SizeOf(new SchemaType.Whole(1L << 20, 1L << 50)), "Address space of each process"),
        new("stack", SizeOf(new SchemaType.Whole(65_536, 1L << 50)), "Stack of each process"),
    ]));

    private static SchemaType Schedule => new SchemaType.Either(Text, new SchemaType.Table(
    [
        new("cron", Text, "Minute, hour, day of month, month, day of week; or @hourly, @daily, @weekly, @monthly, @yearly"),
        new("timezone", Text, "Whose clock, as Europe/Berlin; that of the machine when missing"),
        new("missed", new SchemaType.Word("skip", "run_once"), "Times at which Baton did not run or slept", "\"skip\""),
        new("overlap", new SchemaType.Word("skip", "wait", "restart"), "A time at which the run before has not ended", "\"skip\""),
    ], "cron"));

    private static SchemaType DependsOn => new SchemaType.Either(Texts, new SchemaType.Map(new SchemaType.Word("ready", "started", "completed", "succeeded", "up")));

    // In any case, with SIG or without it.
    private static SchemaType Signal => new SchemaType.Shared("signal", new SchemaType.Text(
        $"^([sS][iI][gG])?({string.Join('|', SignalNames.All.Select(name => string.Concat(name[3..].Select(InAnyCase))))})$"));

    private static SchemaType Log => new SchemaType.Shared("log", new SchemaType.Table(
    [
        new("rotate_size", Size, "A log file that would pass this is closed and the next begun; bytes, or as \"10MB\"; 0: never", "\"10MB\""),
        new("rotate_count", new SchemaType.Whole(1, 1000), "Files kept per run", "5"),
        new("rotate_after_seconds", new SchemaType.Either(new SchemaType.Number(0, 0), new SchemaType.Number(1, 31_536_000)), "A log file whose first line is older is closed when more is to be written; seconds; 0: never", "0"),
        new("compress", Flag, "Closed files are compressed", "false"),
        new("keep_runs", new SchemaType.Whole(1, 10_000), "Runs whose files are kept, the present one counted", "20"),
        new("on_full_disk", new SchemaType.Word("drop", "block"), "What happens to output that cannot be written", "\"drop\""),
    ]));

    private static string InAnyCase(char letter) => char.IsAsciiLetter(letter) ? $"[{char.ToUpperInvariant(letter)}{char.ToLowerInvariant(letter)}]" : $"{letter}";
}
