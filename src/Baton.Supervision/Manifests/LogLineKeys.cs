using Baton.Manifest.Binding;
using Baton.Probes.Specs;

namespace Baton.Supervision.Manifests;

/// <summary>Reads the keys of a probe that looks for a line, and refuses those that mean nothing to it.</summary>
internal static class LogLineKeys
{
    private static readonly string[] Streams = ["stdout", "stderr"];
    private static readonly string[] OfAsking = ["initial_delay_seconds", "interval_seconds", "timeout_seconds", "failure_threshold", "success_threshold"];

    /// <summary>What is looked for; null when the key is not there, or a problem was told.</summary>
    public static ProbeSpec? Read(TableReader table)
    {
        var stream = table.Word("stream", Streams) switch { "stdout" => LogLineStream.Stdout, "stderr" => LogLineStream.Stderr, _ => LogLineStream.Both };
        if (table.Has("stream") && !table.Has("log_line")) table.Report("stream", "\"stream\" goes with \"log_line\" only");
        if (table.OptionalString("log_line") is not { } pattern) return null;
        var spec = new ProbeSpec.LogLine(pattern) { Stream = stream };
        var problems = ProbeProblems.Of(spec);
        foreach (var problem in problems) table.Report("log_line", $"its {problem.Field.ToLowerInvariant()} {problem.Message}");
        return problems.Count == 0 ? spec : null;
    }

    /// <summary>Tells of keys that cannot stand beside it, and of a place where it cannot stand.</summary>
    public static void CheckOthers(TableReader table, bool isLiveness)
    {
        if (!table.Has("log_line")) return;
        if (isLiveness) table.Report("log_line", "\"log_line\" cannot tell liveness: a line that was written does not go away; use it in \"startup\" or \"readiness\"");
        foreach (var key in OfAsking)
        {
            if (table.Has(key)) table.Report(key, $"\"{key}\" does not go with \"log_line\": lines are looked at as they are written, and the first match decides");
        }
    }
}
