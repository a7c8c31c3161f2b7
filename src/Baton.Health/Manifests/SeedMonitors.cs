using System.Globalization;
using Baton.Core;
using Baton.Health.Breaker;
using Baton.Health.Monitors;
using Baton.Manifest.Binding;
using Baton.Manifest.EnvFiles;
using Baton.Manifest.Text;
using Baton.Manifest.Tree;
using Baton.Probes.Specs;

namespace Baton.Health.Manifests;

/// <summary>
/// Monitors that variables describe, of the environment or of the file <c>.env</c>: <c>WRITER_URL</c>, <c>RESEARCH_URL</c> and <c>BACKEND_URL</c> as the earlier
/// health monitor's documents name them, and <c>NAME_URL</c> for each name in <c>MONITORS</c>. The three exist together: when one of their variables is set, or
/// where the manifest asks for them.
/// </summary>
internal sealed class SeedMonitors
{
    private static readonly (string Name, int Port)[] Three = [("writer", 8000), ("research", 8001), ("backend", 8002)];

    private readonly Dictionary<string, PlacedText> _variables = new(StringComparer.Ordinal);
    private readonly Diagnostics _diagnostics;

    private SeedMonitors(HealthContext context, Diagnostics diagnostics)
    {
        _diagnostics = diagnostics;
        var environment = new Place("the environment", 1, 1);
        var file = Path.Combine(context.BaseDirectory, ".env");
        // It is of the project and may hold anything; what Baton does not ask for is none of its business.
        foreach (var entry in context.EnvFile is { } bytes ? EnvFile.Read(file, bytes, new Diagnostics()) : []) _variables[entry.Key] = new PlacedText(entry.Text, entry.Place);
        // What is set for this program wins over the file.
        foreach (var (name, value) in context.Environment) _variables[name] = new PlacedText(value, environment);
    }

    /// <summary>Reads them; none where nothing speaks of any.</summary>
    /// <param name="context">Where the variables are.</param>
    /// <param name="dialect">With that of the gateway an address is a base, to which <c>/health</c> is added.</param>
    /// <param name="isAsked">The manifest asks for the three.</param>
    /// <param name="diagnostics">Takes what is wrong.</param>
    public static SeedReading Read(HealthContext context, HealthDialect dialect, bool isAsked, Diagnostics diagnostics)
    {
        var variables = new SeedMonitors(context, diagnostics);
        var monitors = variables.Read(dialect, isAsked);
        // The variable is a common one: where nothing else is the earlier monitor's, it is meant for others.
        return monitors.Count == 0 ? new SeedReading(monitors) : variables.LogLevel(monitors);
    }

    private SeedReading LogLevel(IReadOnlyList<MonitorDefinition> monitors) => Text("LOG_LEVEL") is not { } level ? new SeedReading(monitors) : level.ToUpperInvariant() switch
    {
        "DEBUG" or "INFO" => new SeedReading(monitors),
        "WARNING" => new SeedReading(monitors, OwnLogLevel.Warnings),
        "ERROR" or "CRITICAL" => new SeedReading(monitors, OwnLogLevel.Errors),
        // It may be meant for a service, which has words of its own.
        _ => new SeedReading(monitors, Warning: $"{_variables["LOG_LEVEL"].Place}: LOG_LEVEL: \"{level}\" is none of DEBUG, INFO, WARNING, ERROR, CRITICAL; Baton's own log holds what INFO means"),
    };

    private List<MonitorDefinition> Read(HealthDialect dialect, bool isAsked)
    {
        var monitors = new List<MonitorDefinition>();
        var names = (Text("MONITORS") ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var hasThree = isAsked || Three.Any(one => Text(VariableOf(one.Name)) is not null);
        if (names.Length == 0 && !hasThree) return monitors;
        var template = Template(dialect);
        foreach (var (name, port) in hasThree ? Three : []) Add(monitors, name, Text(VariableOf(name)) ?? $"http://localhost:{port}{(dialect == HealthDialect.Seed ? "/health" : "")}", template, dialect);
        foreach (var name in names.Where(name => monitors.All(monitor => monitor.Name != name)))
        {
            if (!Names.IsValid(name)) Report("MONITORS", $"\"{name}\" is no name of a monitor: {Names.Rule}");
            else if (Text(VariableOf(name)) is { } url) Add(monitors, name, url, template, dialect);
            else Report("MONITORS", $"it names \"{name}\", but {VariableOf(name)} is not set");
        }

        return monitors;
    }

    private void Add(List<MonitorDefinition> monitors, string name, string address, MonitorDefinition template, HealthDialect dialect)
    {
        var text = dialect == HealthDialect.Main ? address.TrimEnd('/') + "/health" : address;
        var isUrl = Uri.TryCreate(text, UriKind.Absolute, out var url);
        var spec = new ProbeSpec.Http(isUrl ? url! : new Uri("http://localhost/")) { Accepted = Ok, MaxRedirects = 0, MaxBody = WebProbeKeys.UsualBody };
        if (!isUrl) Report(VariableOf(name), $"{Quoted.Text(address)} is not an address, as in {VariableOf(name)}=http://localhost:8000/health");
        else if (ProbeProblems.Of(spec) is [var problem, ..]) Report(VariableOf(name), $"its {problem.Field.ToLowerInvariant()} {problem.Message}");
        else monitors.Add(template with { Name = name, Probe = spec });
    }

    private static StatusSet Ok => StatusSet.TryParse("200", out var set) ? set : StatusSet.Default;

    private MonitorDefinition Template(HealthDialect dialect)
    {
        var open = Seconds("CIRCUIT_BREAKER_TIMEOUT", 60, 0.1, BreakerSettings.MaxBreak.TotalSeconds);
        return new MonitorDefinition("", new ProbeSpec.Process())
        {
            Timing = new ProbeTiming
            {
                Interval = Seconds("HEALTH_CHECK_INTERVAL", 30, ProbeTiming.MinInterval.TotalSeconds, ProbeTiming.MaxInterval.TotalSeconds),
                Timeout = Seconds("HEALTH_CHECK_TIMEOUT", 5, ProbeTiming.MinTimeout.TotalSeconds, ProbeTiming.MaxTimeout.TotalSeconds),
            },
            Breaker = new BreakerSettings
            {
                FailureThreshold = (int)Number("CIRCUIT_BREAKER_THRESHOLD", dialect == HealthDialect.Main ? 3 : 5, 1, BreakerSettings.MaxThreshold, isWhole: true),
                SuccessThreshold = (int)Number("CIRCUIT_BREAKER_SUCCESS_THRESHOLD", 2, 1, BreakerSettings.MaxThreshold, isWhole: true),
                Break = new Backoff(open, Factor: 1, open, Jitter: 0),
            },
        };
    }

    private TimeSpan Seconds(string variable, double usual, double least, double most) => TimeSpan.FromSeconds(Number(variable, usual, least, most, isWhole: false));

    private double Number(string variable, double usual, double least, double most, bool isWhole)
    {
        if (Text(variable) is not { } text) return usual;
        if (double.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            && number >= least && number <= most && (!isWhole || number == Math.Floor(number))) return number;
        Report(variable, string.Create(CultureInfo.InvariantCulture, $"\"{text}\" is not a {(isWhole ? "whole " : "")}number from {least} to {most}"));
        return usual;
    }

    /// <summary>The value; null when it is not set, or blank. A comment after it may stand in the environment too, put there from such a file.</summary>
    private string? Text(string variable)
    {
        if (!_variables.TryGetValue(variable, out var value)) return null;
        var comment = value.Text.IndexOf(" #", StringComparison.Ordinal);
        var text = (comment < 0 ? value.Text : value.Text[..comment]).Trim();
        return text.Length == 0 ? null : text;
    }

    private void Report(string variable, string message) => _diagnostics.Add(_variables[variable].Place, $"{variable}: {message}");

    private static string VariableOf(string name) => new string([.. name.ToUpperInvariant().Select(c => char.IsAsciiLetterOrDigit(c) ? c : '_')]) + "_URL";
}
