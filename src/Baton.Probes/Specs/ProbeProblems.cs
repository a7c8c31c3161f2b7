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
        ProbeSpec.Http x => OfHttp(x),
        ProbeSpec.Tcp x => OfTcp(x),
        ProbeSpec.Exec x => OfExec(x),
        ProbeSpec.LogLine x => OfLogLine(x),
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

    private static IEnumerable<ProbeProblem> OfHttp(ProbeSpec.Http spec)
    {
        var url = spec.Url;
        if (!url.IsAbsoluteUri || url.Scheme is not ("http" or "https") || url.Host.Length == 0) yield return new(nameof(spec.Url), "is not an http or https URL");
        else if (url.UserInfo.Length > 0) yield return new(nameof(spec.Url), "must not contain a user name; send a header \"Authorization\"");
        if (!IsToken(spec.Method)) yield return new(nameof(spec.Method), $"cannot be \"{spec.Method}\"");
        foreach (var (name, value) in spec.Headers)
        {
            if (!IsToken(name)) yield return new(nameof(spec.Headers), $"cannot contain the name \"{name}\"");
            else if (value.AsSpan().ContainsAny('\r', '\n', '\0')) yield return new(nameof(spec.Headers), $"has a line break in the value of \"{name}\"");
        }

        if (spec.BodyContains is { Length: 0 }) yield return new(nameof(spec.BodyContains), "is empty");
        if (OfCount(nameof(spec.MaxRedirects), spec.MaxRedirects, 0, ProbeSpec.Http.MostRedirects) is { } redirects) yield return redirects;
    }

    private static IEnumerable<ProbeProblem> OfTcp(ProbeSpec.Tcp spec)
    {
        if (Uri.CheckHostName(spec.Host) == UriHostNameType.Unknown) yield return new(nameof(spec.Host), $"cannot be \"{spec.Host}\"");
        if (OfCount(nameof(spec.Port), spec.Port, 1, ushort.MaxValue) is { } port) yield return port;
    }

    private static IEnumerable<ProbeProblem> OfExec(ProbeSpec.Exec spec)
    {
        if (spec.Command.Count == 0 || spec.Command[0].Length == 0) yield return new(nameof(spec.Command), "is empty");
        if (!Path.IsPathRooted(spec.WorkingDirectory)) yield return new(nameof(spec.WorkingDirectory), "is not an absolute path");
    }

    private static IEnumerable<ProbeProblem> OfLogLine(ProbeSpec.LogLine spec)
    {
        if (OfCount("length", spec.Pattern.Length, 1, ProbeSpec.LogLine.LongestPattern) is { } length)
        {
            yield return new(nameof(spec.Pattern), $"{length.Message} characters long");
            yield break;
        }

        string? problem = null;
        try
        {
            _ = spec.ToRegex();
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            problem = e.Message;
        }

        if (problem is not null) yield return new(nameof(spec.Pattern), $"is not a regular expression that can be used: {problem}");
    }

    private static ProbeProblem? OfSpan(string field, TimeSpan value, TimeSpan least, TimeSpan most) => value >= least && value <= most
        ? null
        : new(field, string.Create(CultureInfo.InvariantCulture, $"must be {least.TotalSeconds:0.###} to {most.TotalSeconds:0.###} seconds, and is {value.TotalSeconds:0.###}"));

    private static ProbeProblem? OfCount(string field, int value, int least, int most) =>
        value >= least && value <= most ? null : new(field, $"must be {least} to {most}, and is {value}");

    private static bool IsToken(string text) =>
        text.Length > 0 && text.All(c => char.IsAsciiLetterOrDigit(c) || "!#$%&'*+-.^_`|~".Contains(c, StringComparison.Ordinal));
}
