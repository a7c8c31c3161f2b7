using Baton.Manifest.Binding;
using Baton.Manifest.Text;
using Baton.Probes.Specs;

namespace Baton.Health.Manifests;

/// <summary>Reads what is asked over HTTP: <c>http</c>, <c>websocket</c>, <c>grpc</c>, with the keys beside them.</summary>
internal static class WebProbeKeys
{
    // Narrower than a service's own check: who watches from outside wants to see a redirect to nowhere.
    private const string DefaultStatus = "200-299";

    /// <summary>How much of a body is read of one that says nothing of it: 1 MiB; a page that people see is mostly less.</summary>
    public const int UsualBody = 1024 * 1024;

    private const int UsualBodyWithRules = 64 * 1024;

    public static ProbeSpec? Read(string kind, TableReader table) => kind switch
    {
        "http" => ReadHttp(table),
        "websocket" => ReadWebSocket(table),
        _ => ReadGrpc(table),
    };

    private static ProbeSpec.Http? ReadHttp(TableReader table)
    {
        var spec = new ProbeSpec.Http(ReadUrl(table, "http") ?? new Uri("http://localhost/"))
        {
            Method = table.OptionalString("method") ?? "GET",
            Headers = ReadHeaders(table),
            Body = table.OptionalString("body"),
            Accepted = ReadStatus(table),
            BodyContains = table.OptionalString("body_contains"),
            BodyMatches = table.OptionalString("body_matches"),
            BodyJson = table.OptionalString("body_json"),
            MaxLatency = table.OptionalSeconds("max_latency_seconds", TimeSpan.FromMilliseconds(1), ProbeTiming.MaxTimeout),
            MaxRedirects = (int)table.Integer("redirects", ProbeSpec.Http.MostRedirects, 0, ProbeSpec.Http.MostRedirects),
            IsInsecure = table.Boolean("insecure", false),
        };
        // What is looked into is held in memory, what is only read to its end is not.
        var usual = spec is { BodyContains: null, BodyMatches: null, BodyJson: null } ? UsualBody : UsualBodyWithRules;
        spec = spec with { MaxBody = (int)table.Size("max_body", usual, ProbeSpec.Http.LeastBody, ProbeSpec.Http.LargestBody) };
        return table.OptionalString("http") is null ? null : spec;
    }

    private static ProbeSpec.WebSocket? ReadWebSocket(TableReader table) => ReadUrl(table, "websocket") is not { } url ? null : new ProbeSpec.WebSocket(url)
    {
        Headers = ReadHeaders(table),
        Send = table.OptionalString("send"),
        Expect = table.OptionalString("expect"),
        IsInsecure = table.Boolean("insecure", false),
    };

    private static ProbeSpec.Grpc? ReadGrpc(TableReader table) => HostAndPort.Read(table, "grpc", null) is not var (host, port) ? null : new ProbeSpec.Grpc(host, port)
    {
        Service = table.OptionalString("grpc_service") ?? "",
        UsesTls = table.Boolean("use_tls", false),
        IsInsecure = table.Boolean("insecure", false),
    };

    private static Uri? ReadUrl(TableReader table, string key)
    {
        if (table.OptionalString(key) is not { } text) return null;
        if (Uri.TryCreate(text, UriKind.Absolute, out var url)) return url;
        table.Report(key, $"{Quoted.Text(text)} is not an address, as in {key} = \"{(key == "http" ? "https" : "wss")}://example.org/health\"");
        return null;
    }

    private static List<KeyValuePair<string, string>> ReadHeaders(TableReader table) =>
        [.. table.StringMap("headers").Select(entry => KeyValuePair.Create(entry.Key, entry.Text))];

    private static StatusSet ReadStatus(TableReader table)
    {
        if (StatusSet.TryParse(table.OptionalString("status") ?? DefaultStatus, out var set)) return set;
        table.Report("status", $"\"{table.OptionalString("status")}\" is not a set of HTTP statuses, as in \"200-299,304\"");
        return StatusSet.Default;
    }
}
