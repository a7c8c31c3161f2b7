using Baton.Health.Alarms;
using Baton.Health.Monitors;
using Baton.Manifest.Schema;
using Baton.Probes.Specs;
using static Baton.Manifest.Schema.SchemaTypes;

namespace Baton.Health.Manifests.Schema;

/// <summary>The keys of <c>[health]</c>, <c>[monitors.NAME]</c> and <c>[maintenance.NAME]</c>. A key that the binder learns gets its line here; a test holds both together.</summary>
public static class HealthSchema
{
    private const string OnlyOf = "For ";

    /// <summary>All three tables.</summary>
    public static IReadOnlyList<SchemaKey> Keys { get; } =
    [
        new("health", new SchemaType.Table(
        [
            new("dialect", new SchemaType.Word("seed", "main"), "What / and /health… answer: as the monitor with /health/trigger, or as the gateway", "\"seed\""),
            new("seed", Flag, "The three monitors writer, research and backend exist, with their usual addresses where no variable says another", "false"),
            .. Timing,
            Breaker,
            new("status", new SchemaType.Table(Page), "A page at /status that everybody may see, with the monitors that are public"),
        ]), "All monitors together"),
        new("monitors", new SchemaType.Named(new SchemaType.Shared("monitor", new SchemaType.Table([.. What, .. Web, .. Network, .. Rules, .. Timing, Breaker]))), "What is watched and not run, each in a table [monitors.NAME]"),
        new("maintenance", new SchemaType.Named(new SchemaType.Table(Window)), "When nobody is told of some monitors, each in a table [maintenance.NAME]"),
    ];

    private static IReadOnlyList<SchemaKey> Page =>
    [
        new("enabled", Flag, "There is such a page", "true"),
        new("title", Text, "What stands on top of it; at most 100 characters", "\"Status\""),
        new("notice", Text, "What else people should know; at most 500 characters"),
    ];

    private static IReadOnlyList<SchemaKey> Window =>
    [
        new("monitors", Texts, "These monitors; all without monitors, tags and groups"),
        new("tags", Texts, "Those with one of these tags"),
        new("groups", Texts, "Those of these groups"),
        new("start", Instant, "When it opens: date, time and offset"),
        new("end", Instant, "When it closes"),
        new("schedule", Text, "When it opens again and again, as a cron line; in place of start and end"),
        new("duration_minutes", new SchemaType.Whole(1, (long)MaintenanceWindow.MaxDuration.TotalMinutes), "With schedule: how long it is open each time; minutes"),
        new("time_zone", Text, "With schedule: whose clock; that of the machine when missing"),
    ];

    private static SchemaType Instant => new SchemaType.Text("^[0-9]{4}-[0-9]{2}-[0-9]{2}T.*(Z|[+-][0-9]{2}:[0-9]{2})$");

    private static IReadOnlyList<SchemaKey> What =>
    [
        new("http", new SchemaType.Text("^[hH][tT][tT][pP][sS]?://"), "An address to ask; one of http, tcp, udp, icmp, dns, websocket, grpc, exec, tls, redis and push must be there"),
        new("tcp", new SchemaType.Text("^.+:[0-9]+$"), "HOST:PORT to connect to"),
        new("udp", new SchemaType.Text("^.+:[0-9]+$"), "HOST:PORT that answers a datagram"),
        new("icmp", Text, "A host that answers a ping"),
        new("dns", Text, "A name that a DNS server knows"),
        new("websocket", new SchemaType.Text("^[wW][sS][sS]?://"), "An address of a WebSocket"),
        new("grpc", new SchemaType.Text("^.+:[0-9]+$"), "HOST:PORT of a server with the health service of gRPC"),
        new("exec", new SchemaType.Items(AnyText, 1), "A program whose exit code 0 is a success"),
        new("tls", Text, "HOST or HOST:PORT whose certificate is good and stays so for a while"),
        new("redis", Text, "HOST or HOST:PORT that answers PING"),
        new("push", new SchemaType.Text("^[A-Za-z0-9_-]{16,128}$"), "A token: who is watched reports by itself, within each interval"),
    ];

    private static IReadOnlyList<SchemaKey> Web =>
    [
        new("method", Text, $"{OnlyOf}http", "\"GET\""),
        new("headers", Variables, $"{OnlyOf}http and websocket", "{}"),
        new("body", Text, $"{OnlyOf}http: what is sent"),
        new("status", new SchemaType.Text("^[0-9, -]+$"), $"{OnlyOf}http: what is a success", "\"200-299\""),
        new("body_contains", Text, $"{OnlyOf}http: what the body must hold"),
        new("body_matches", Text, $"{OnlyOf}http: a regular expression that the body must match"),
        new("body_json", Text, $"{OnlyOf}http: what a value of the body must be, as $.status == \"ok\""),
        new("max_latency_seconds", new SchemaType.Number(0.001, 3600), $"{OnlyOf}http: slower is a failure; seconds"),
        new("max_body", SizeOf(new SchemaType.Whole(ProbeSpec.Http.LeastBody, ProbeSpec.Http.LargestBody)), $"{OnlyOf}http: how much of a body is read, as \"1MiB\"; more is a failure"),
        new("redirects", new SchemaType.Whole(0, ProbeSpec.Http.MostRedirects), $"{OnlyOf}http: how many are followed", "10"),
        new("insecure", Flag, "Any certificate will do", "false"),
        new("use_tls", Flag, $"{OnlyOf}grpc and redis", "false"),
        new("grpc_service", Text, $"{OnlyOf}grpc: which of its services; the server as a whole when missing"),
    ];

    private static IReadOnlyList<SchemaKey> Network =>
    [
        new("send", AnyText, $"{OnlyOf}tcp, udp and websocket: what is sent; after hex: bytes"),
        new("expect", AnyText, $"{OnlyOf}tcp, udp, websocket and dns: what the answer must hold; after hex: bytes"),
        new("record", new SchemaType.Word([.. Enum.GetNames<DnsRecordType>().Select(name => name.ToUpperInvariant())]), $"{OnlyOf}dns: which records", "\"A\""),
        new("server", Text, $"{OnlyOf}dns: HOST or HOST:PORT that is asked; those of the system when missing"),
        new("server_name", Text, $"{OnlyOf}tls: whom the certificate must be for; the host when missing"),
        new("min_days", new SchemaType.Whole(0, ProbeSpec.Tls.MostDays), $"{OnlyOf}tls: how many days it must be good for yet", "14"),
        new("user", Text, $"{OnlyOf}redis"),
        new("password", Text, $"{OnlyOf}redis"),
    ];

    private static IReadOnlyList<SchemaKey> Rules =>
    [
        new("grace_seconds", UpToADay, "Failures before the first success are ignored for so long; seconds", "0"),
        new("allow_link_local", Flag, "It may be at a link-local address", "false"),
        new("allow_metadata", Flag, "It may be at an address of a cloud's own services", "false"),
        new("confirm_retries", new SchemaType.Whole(0, Confirmation.MostRetries), "How many more probes must fail before people are told", "0"),
        new("confirm_seconds", new SchemaType.Number(0.1, 3600), "The time between those; seconds", "5"),
        new("parent", Name, "While that monitor is down nobody is told of this one"),
        new("tags", Texts, "Words by which it is chosen", "[]"),
        new("group", Text, "Which others it is shown with"),
        new("title", Text, "What it is called on the status page; its name when missing"),
        new("public", Flag, "It is shown on the status page", "false"),
    ];

    private static IReadOnlyList<SchemaKey> Timing =>
    [
        new("interval_seconds", new SchemaType.Number(0.1, 86_400), "From one probe to the next; seconds", "30"),
        new("timeout_seconds", new SchemaType.Number(0.01, 3600), "Limit of one probe as a whole; seconds", "5"),
    ];

    private static SchemaKey Breaker => new("breaker", new SchemaType.Shared("breaker", new SchemaType.Table(
    [
        new("failure_threshold", Threshold, "Failures in a row that open it", "5"),
        new("success_threshold", Threshold, "Successes in a row, while half-open, that close it", "2"),
        new("open_seconds", new SchemaType.Number(0.1, 86_400), "How long probes rest; seconds", "60"),
        new("factor", new SchemaType.Number(1, 10), "How much longer each time that a trial fails", "1"),
        new("max_open_seconds", new SchemaType.Number(0.1, 86_400), "The longest rest; seconds"),
        new("jitter", new SchemaType.Number(0, 1), "Share of the rest that is left to chance", "0"),
        new("failure_ratio", new SchemaType.Number(0.01, 1), "Opens it by the share of failures instead"),
        new("minimum_count", new SchemaType.Whole(1, 100_000), "With failure_ratio: fewer results open nothing", "10"),
        new("window_seconds", new SchemaType.Number(1, 86_400), "With failure_ratio: how far back results count; seconds", "300"),
    ])), "When probes and calls rest");
}
