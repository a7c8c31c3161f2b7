using Baton.Manifest.Schema;
using static Baton.Manifest.Schema.SchemaTypes;

namespace Baton.Supervision.Manifests.Schema;

/// <summary>The keys of a probe.</summary>
internal static class ProbeSchema
{
    /// <summary>A table <c>startup</c> or <c>readiness</c>.</summary>
    public static SchemaType UntilReady => new SchemaType.Shared("probe", new SchemaType.Table(
    [
        .. Asking,
        new("log_line", Text, "A regular expression of at most 1,000 characters: a line of the output that it is found in is a success, for good"),
        new("stream", new SchemaType.Word("stdout", "stderr"), "For log_line: which lines count; both when missing"),
        .. Timing,
    ]));

    /// <summary>A table <c>liveness</c>.</summary>
    public static SchemaType Liveness => new SchemaType.Shared("liveness", new SchemaType.Table(
    [
        .. Asking,
        new("log_line", new SchemaType.Refused(), "Not for liveness: a line that was written does not go away"),
        new("stream", new SchemaType.Refused(), "Not for liveness, as log_line"),
        .. Timing,
    ]));

    private static IReadOnlyList<SchemaKey> Asking =>
    [
        new("http", new SchemaType.Text("^[hH][tT][tT][pP][sS]?://"), "An address to ask; one of http, tcp, exec, process and log_line must be there"),
        new("tcp", new SchemaType.Text("^.+:[0-9]+$"), "HOST:PORT to connect to"),
        new("exec", Command, "A program whose exit code 0 is a success"),
        new("process", Flag, "true: a success as long as the process lives"),
        new("method", Text, "For http", "\"GET\""),
        new("headers", Variables, "For http", "{}"),
        new("status", new SchemaType.Text("^[0-9, -]+$"), "For http: what is a success", "\"200-399\""),
        new("body_contains", Text, "For http: what the body must hold"),
    ];

    private static IReadOnlyList<SchemaKey> Timing =>
    [
        new("initial_delay_seconds", UpToAnHour, "Wait before it is asked first; seconds", "0"),
        new("interval_seconds", new SchemaType.Number(0.1, 86_400), "From one asking to the next; seconds", "5"),
        new("timeout_seconds", new SchemaType.Number(0.01, 3600), "Limit of one asking; seconds", "5"),
        new("failure_threshold", Threshold, "Failures in a row that count as one", "3"),
        new("success_threshold", Threshold, "Successes in a row that count as one", "1"),
    ];
}
