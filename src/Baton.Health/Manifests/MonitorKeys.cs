using Baton.Health.Monitors;
using Baton.Manifest.Binding;
using Baton.Probes.Addresses;
using Baton.Probes.Specs;

namespace Baton.Health.Manifests;

/// <summary>Reads one table <c>[monitors.NAME]</c>.</summary>
internal static class MonitorKeys
{
    private static readonly string[] Kinds = ["http", "tcp", "udp", "icmp", "dns", "websocket", "grpc", "exec", "tls", "redis", "push"];

    /// <summary>The monitor; null when a problem was told.</summary>
    public static MonitorDefinition? Read(string name, TableReader table, MonitorDefaults defaults, HealthContext context)
    {
        var probe = ReadProbe(table, context);
        var own = defaults.Over(table);
        var monitor = new MonitorDefinition(name, probe ?? new ProbeSpec.Process())
        {
            Timing = own.Timing,
            Breaker = own.Breaker,
            Grace = table.Seconds("grace_seconds", TimeSpan.Zero, TimeSpan.Zero, MonitorDefinition.MaxGrace),
            Addresses = table.Boolean("allow_link_local", false) is var local & table.Boolean("allow_metadata", false) is var metadata
                ? new AddressPolicy(local, metadata) : AddressPolicy.Guarded,
            Confirmation = new Confirmation
            {
                Retries = (int)table.Integer("confirm_retries", 0, 0, Confirmation.MostRetries),
                Interval = table.Seconds("confirm_seconds", new Confirmation().Interval, ProbeTiming.MinInterval, ProbeTiming.MaxTimeout),
            },
            Parent = table.OptionalString("parent"),
            Tags = PlacedText.Distinct(table.StringList("tags")),
            Group = table.OptionalString("group"),
            Title = StatusPage.TextOf(table, "title", StatusPage.LongestTitle),
            IsPublic = table.Boolean("public", false),
        };
        if (probe is not null && own.Timing.Timeout > own.Timing.Interval && table.Has("timeout_seconds"))
            table.Report("timeout_seconds", "\"timeout_seconds\" must not be longer than the interval");
        if (probe is ProbeSpec.Push) RefuseForPush(table);
        table.Finish();
        return probe is null ? null : monitor;
    }

    private static void RefuseForPush(TableReader table)
    {
        foreach (var key in (string[])["breaker", "timeout_seconds", "grace_seconds", "confirm_retries", "confirm_seconds", "allow_link_local", "allow_metadata"])
        {
            if (table.Has(key)) table.Report(key, $"\"{key}\" means nothing to a monitor that reports by itself; leave it out");
        }
    }

    private static ProbeSpec? ReadProbe(TableReader table, HealthContext context)
    {
        var given = Kinds.Where(table.Has).ToList();
        if (given is not [var kind])
        {
            // Asked for, so that what was meant for one of them is told with the nearest.
            foreach (var one in Kinds) table.StringOrList(one);
            var problem = given.Count == 0 ? "does not say what to watch" : $"says more than one thing to watch ({string.Join(", ", given)})";
            table.Diagnostics.Add(table.Table.Place, $"{table.Path} {problem}: give one of {string.Join(", ", Kinds)}, as in http = \"https://example.org/health\"");
            return null;
        }

        var spec = kind switch
        {
            "http" or "websocket" or "grpc" => WebProbeKeys.Read(kind, table),
            "exec" => ReadExec(table, context),
            "push" => table.OptionalString("push") is { } token ? new ProbeSpec.Push(token) : null,
            _ => NetworkProbeKeys.Read(kind, table),
        };
        return spec is null ? null : Checked(table, kind, spec);
    }

    private static ProbeSpec.Exec? ReadExec(TableReader table, HealthContext context)
    {
        var command = table.StringList("exec");
        return command.Count == 0 ? null : new ProbeSpec.Exec([.. command.Select(word => word.Text)], context.BaseDirectory, context.Environment);
    }

    private static ProbeSpec? Checked(TableReader table, string kind, ProbeSpec spec)
    {
        var problems = ProbeProblems.Of(spec);
        foreach (var problem in problems) table.Report(kind, $"its {problem.Field.ToLowerInvariant()} {problem.Message}");
        return problems.Count == 0 ? spec : null;
    }
}
