using Baton.Manifest.Schema;
using Baton.Supervision.Manifests.Targets;
using static Baton.Manifest.Schema.SchemaTypes;

namespace Baton.Supervision.Manifests.Schema;

/// <summary>The keys of <c>[notify.NAME]</c>.</summary>
internal static class NotifySchema
{
    /// <summary>All targets.</summary>
    public static SchemaKey All => new("notify", new SchemaType.Named(new SchemaType.Shared("target", new SchemaType.Table(
    [
        new("type", new SchemaType.Word("webhook"), "How somebody is told", "\"webhook\""),
        new("url", new SchemaType.Text("^https?://[^@]+$"), "Where to: http or https"),
        new("headers", Variables, "Headers of the request", "{}"),
        new("template", new SchemaType.Word("json", "slack"), "What is sent: all values as one object, or what Slack takes", "\"json\""),
        new("body", Text, "What is sent, in place of template, with {{service}}, {{what}}, {{detail}} and others"),
        new("on", new SchemaType.Items(new SchemaType.Word([.. NotifyWords.All]), 1), "Of which events"),
        new("services", Texts, "Only of these services or groups; of all when both this and monitors are missing", "[]"),
        new("monitors", Texts, "Only of these monitors, by name, tag or group; of all when both this and services are missing", "[]"),
        new("timeout_seconds", new SchemaType.Number(0.1, 60), "How long one attempt may take; seconds", "10"),
        new("rate_limit_per_minute", new SchemaType.Whole(1, 600), "What comes faster is put into one message", "30"),
        new("allow_private", Flag, "It may be at an address of the link or of a cloud's own services", "false"),
    ], "url"))), "Who is told of events, each in a table [notify.NAME]");
}
