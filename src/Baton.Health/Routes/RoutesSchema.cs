using Baton.Manifest.Schema;
using static Baton.Manifest.Schema.SchemaTypes;

namespace Baton.Health.Routes;

/// <summary>The keys of <c>[routes.NAME]</c>. A key that the binder learns gets its line here; a test holds both together.</summary>
public static class RoutesSchema
{
    /// <summary>All routes.</summary>
    public static SchemaKey All => new("routes", new SchemaType.Named(new SchemaType.Shared("route", new SchemaType.Table(
    [
        new("path", new SchemaType.Text("^(/[A-Za-z0-9._~!$&'()*+,;=:@-]+)+$"), "This path and all below it; not what Baton answers itself"),
        new("exact", Flag, "Only the path itself", "false"),
        new("url", new SchemaType.Text("^https?://[^@?#]+$"), "Where to: http or https; that of monitor or service when missing"),
        new("monitor", Name, "Its breaker is asked before each request, and told of what came of it"),
        new("service", Name, "It is asked only while it is ready"),
        new("timeout_seconds", new SchemaType.Number(0.1, 3600), "How long one attempt waits for an answer to begin; seconds", "30"),
        new("idle_seconds", new SchemaType.Number(0.1, 3600), "How long it then waits for more of the answer; seconds", "60"),
        new("retries", new SchemaType.Whole(0, 10), "How often a request that may be repeated is tried again", "0"),
        new("retry_delay_seconds", new SchemaType.Number(0, 60), "The wait before each of them; seconds", "1"),
        new("strip_prefix", Flag, "path is taken away from what is asked for there", "false"),
        new("max_body", SizeOf(new SchemaType.Whole(0, 1_000_000_000_000)), "Largest body of a request; bytes, or as \"10MB\"", "\"100MB\""),
        new("forward_credentials", Flag, "Tokens and cookies are handed on, but for Baton's own", "false"),
        new("trust_forwarded", Flag, "Whoever asks is a proxy that is believed what it says of those behind it", "false"),
        new("public", Flag, "No token is needed", "false"),
    ], "path"))), "Paths that somebody else answers, each in a table [routes.NAME]");
}
