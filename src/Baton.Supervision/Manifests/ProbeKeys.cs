using System.Globalization;
using Baton.Manifest.Binding;
using Baton.Manifest.Text;
using Baton.Manifest.Tree;
using Baton.Probes.Specs;
using Baton.Supervision.Probing;
using Baton.Supervision.Services;

namespace Baton.Supervision.Manifests;

/// <summary>Reads the tables <c>startup</c>, <c>readiness</c> and <c>liveness</c> of a service, and the time it has to get ready.</summary>
internal static class ProbeKeys
{
    private static readonly string[] Kinds = ["http", "tcp", "exec", "process", "log_line"];

    /// <summary>Puts them into a definition that has its launch already: a program that asks starts where the service does.</summary>
    public static ServiceDefinition Read(TableReader table, ServiceDefinition service, ProgramSurroundings around)
    {
        var probes = new ServiceProbes(ReadProbe(table, "startup", around), ReadProbe(table, "readiness", around), ReadProbe(table, "liveness", around));
        var timeout = table.Seconds("startup_timeout_seconds", service.Policy.StartupTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromDays(1));
        return With(service with { Policy = service.Policy with { StartupTimeout = timeout } }, probes);
    }

    /// <summary>The definition with these probes.</summary>
    public static ServiceDefinition With(ServiceDefinition service, ServiceProbes probes) =>
        service with { Probes = probes, Policy = service.Policy with { HasReadiness = probes.DecideReadiness } };

    private static ServiceProbe? ReadProbe(TableReader service, string key, ProgramSurroundings around)
    {
        if (service.SubTable(key) is not { } table) return null;
        var spec = ReadSpec(table, around);
        var defaults = new ProbeTiming();
        var timing = new ProbeTiming
        {
            InitialDelay = table.Seconds("initial_delay_seconds", TimeSpan.Zero, TimeSpan.Zero, ProbeTiming.MaxTimeout),
            Interval = table.Seconds("interval_seconds", defaults.Interval, ProbeTiming.MinInterval, ProbeTiming.MaxInterval),
            Timeout = table.Seconds("timeout_seconds", defaults.Timeout, ProbeTiming.MinTimeout, ProbeTiming.MaxTimeout),
            FailureThreshold = (int)table.Integer("failure_threshold", defaults.FailureThreshold, 1, ProbeTiming.MaxThreshold),
            SuccessThreshold = (int)table.Integer("success_threshold", defaults.SuccessThreshold, 1, ProbeTiming.MaxThreshold),
        };
        LogLineKeys.CheckOthers(table, isLiveness: key == "liveness");
        table.Finish();
        return spec is null ? null : new ServiceProbe(spec, timing);
    }

    private static ProbeSpec? ReadSpec(TableReader table, ProgramSurroundings around)
    {
        var (http, tcp, exec) = (ReadHttp(table), ReadTcp(table), ReadExec(table, around));
        var process = table.Boolean("process", false) ? new ProbeSpec.Process() : null;
        if (process is null && table.Table.Find("process") is { Value: BooleanNode }) table.Report("process", "\"process\" can only be true; to ask nothing leave the table out");
        var logLine = LogLineKeys.Read(table);
        var given = Kinds.Count(table.Has);
        if (given != 1)
        {
            var problem = given == 0 ? "does not say what to ask" : "says more than one thing to ask";
            table.Diagnostics.Add(table.Table.Place, $"{table.Path} {problem}: give one of http = \"URL\", tcp = \"HOST:PORT\", exec = [\"program\"], process = true and log_line = \"PATTERN\"");
            return null;
        }

        return http ?? tcp ?? exec ?? logLine ?? (ProbeSpec?)process;
    }

    private static ProbeSpec? ReadHttp(TableReader table)
    {
        var method = table.OptionalString("method") ?? "GET";
        var headers = ReadHeaders(table);
        var status = ReadStatus(table);
        var contains = table.OptionalString("body_contains");
        foreach (var key in (string[])["method", "headers", "status", "body_contains"])
        {
            if (table.Has(key) && !table.Has("http")) table.Report(key, $"\"{key}\" goes with \"http\" only");
        }

        if (table.OptionalString("http") is not { } text) return null;
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url))
        {
            table.Report("http", $"{Quoted.Text(text)} is not an address, as in http = \"http://127.0.0.1:8000/health\"");
            return null;
        }

        return Checked(table, "http", new ProbeSpec.Http(url) { Method = method, Headers = headers, Accepted = status, BodyContains = contains });
    }

    private static List<KeyValuePair<string, string>> ReadHeaders(TableReader table)
    {
        var headers = new List<KeyValuePair<string, string>>();
        foreach (var entry in table.StringMap("headers")) headers.Add(KeyValuePair.Create(entry.Key, entry.Text));
        return headers;
    }

    private static StatusSet ReadStatus(TableReader table)
    {
        if (table.OptionalString("status") is not { } text) return StatusSet.Default;
        if (StatusSet.TryParse(text, out var set)) return set;
        table.Report("status", $"\"{text}\" is not a set of HTTP statuses, as in \"200-299,304\"");
        return StatusSet.Default;
    }

    private static ProbeSpec? ReadTcp(TableReader table)
    {
        if (table.OptionalString("tcp") is not { } text) return null;
        var colon = text.LastIndexOf(':');
        if (colon > 0 && int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port))
            return Checked(table, "tcp", new ProbeSpec.Tcp(text[..colon].Trim('[', ']'), port));
        table.Report("tcp", $"{Quoted.Text(text)} is not HOST:PORT, as in tcp = \"127.0.0.1:5432\"");
        return null;
    }

    private static ProbeSpec? ReadExec(TableReader table, ProgramSurroundings around)
    {
        if (CommandKeys.ReadOne(table, "exec") is not { } command) return null;
        var launch = around.LaunchOfProbe(command);
        return Checked(table, "exec", new ProbeSpec.Exec(launch.Command, launch.WorkingDirectory, launch.Environment) { Credentials = launch.Credentials });
    }

    private static ProbeSpec? Checked(TableReader table, string key, ProbeSpec spec)
    {
        var problems = ProbeProblems.Of(spec);
        foreach (var problem in problems) table.Report(key, $"its {problem.Field.ToLowerInvariant()} {problem.Message}");
        return problems.Count == 0 ? spec : null;
    }
}
