using System.Globalization;

namespace Baton.Probes.Specs;

/// <summary>One thing that is wrong with the description of a probe.</summary>
/// <param name="Field">The member it is about, by its name in code.</param>
/// <param name="Message">What is wrong, so that <c>"FIELD" MESSAGE</c> reads as a sentence.</param>
public sealed record ProbeProblem(string Field, string Message);

/// <summary>All that is wrong with the description of a probe, to be told when a manifest is loaded: a probe that cannot be executed never starts.</summary>
public static class ProbeProblems
{
    /// <summary>What is wrong with what is asked; empty when nothing is.</summary>
    public static IReadOnlyList<ProbeProblem> Of(ProbeSpec spec) => [.. spec switch
    {
        ProbeSpec.Http x => HttpProblems.Of(x),
        ProbeSpec.WebSocket x => HttpProblems.Of(x),
        ProbeSpec.Grpc x => HttpProblems.Of(x),
        ProbeSpec.Tcp x => NetworkProblems.Of(x),
        ProbeSpec.Udp x => NetworkProblems.Of(x),
        ProbeSpec.Icmp x => NetworkProblems.Of(x),
        ProbeSpec.Dns x => NetworkProblems.Of(x),
        ProbeSpec.Tls x => NetworkProblems.Of(x),
        ProbeSpec.Redis x => NetworkProblems.Of(x),
        ProbeSpec.Exec x => OfExec(x),
        ProbeSpec.LogLine x => OfLogLine(x),
        ProbeSpec.Push x => OfPush(x),
        _ => [],
    }];

    /// <summary>What is wrong with the times and thresholds; empty when nothing is.</summary>
    public static IReadOnlyList<ProbeProblem> Of(ProbeTiming timing) => [.. new[]
    {
        OfSpan(nameof(ProbeTiming.InitialDelay), timing.InitialDelay, TimeSpan.Zero, ProbeTiming.MaxTimeout),
        OfSpan(nameof(ProbeTiming.Interval), timing.Interval, ProbeTiming.MinInterval, ProbeTiming.MaxInterval),
        OfSpan(nameof(ProbeTiming.Timeout), timing.Timeout, ProbeTiming.MinTimeout, ProbeTiming.MaxTimeout),
        OfCount(nameof(ProbeTiming.FailureThreshold), timing.FailureThreshold, 1, ProbeTiming.MaxThreshold),
        OfCount(nameof(ProbeTiming.SuccessThreshold), timing.SuccessThreshold, 1, ProbeTiming.MaxThreshold),
    }.OfType<ProbeProblem>()];

    private static IEnumerable<ProbeProblem> OfExec(ProbeSpec.Exec spec)
    {
        if (spec.Command.Count == 0 || spec.Command[0].Length == 0) yield return new(nameof(spec.Command), "is empty");
        if (!Path.IsPathRooted(spec.WorkingDirectory)) yield return new(nameof(spec.WorkingDirectory), "is not an absolute path");
    }

    private static IEnumerable<ProbeProblem> OfLogLine(ProbeSpec.LogLine spec)
    {
        if (SearchPattern.ProblemOf(spec.Pattern) is { } problem) yield return new(nameof(spec.Pattern), problem);
    }

    private static IEnumerable<ProbeProblem> OfPush(ProbeSpec.Push spec)
    {
        if (spec.Token.Length is < ProbeSpec.Push.ShortestToken or > ProbeSpec.Push.LongestToken || !spec.Token.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))
            yield return new(nameof(spec.Token), $"must be {ProbeSpec.Push.ShortestToken} to {ProbeSpec.Push.LongestToken} letters, digits, \"-\" and \"_\"");
    }

    internal static ProbeProblem? OfSpan(string field, TimeSpan value, TimeSpan least, TimeSpan most) => value >= least && value <= most
        ? null
        : new(field, string.Create(CultureInfo.InvariantCulture, $"must be {least.TotalSeconds:0.###} to {most.TotalSeconds:0.###} seconds, and is {value.TotalSeconds:0.###}"));

    internal static ProbeProblem? OfCount(string field, int value, int least, int most) =>
        value >= least && value <= most ? null : new(field, $"must be {least} to {most}, and is {value}");
}
