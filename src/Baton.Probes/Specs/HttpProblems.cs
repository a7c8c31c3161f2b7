using Baton.Probes.Bodies;

namespace Baton.Probes.Specs;

/// <summary>What is wrong with the description of a probe over HTTP.</summary>
internal static class HttpProblems
{
    public static IEnumerable<ProbeProblem> Of(ProbeSpec.Http spec)
    {
        var url = spec.Url;
        if (!url.IsAbsoluteUri || url.Scheme is not ("http" or "https") || url.Host.Length == 0) yield return new(nameof(spec.Url), "is not an http or https URL");
        else if (url.UserInfo.Length > 0) yield return new(nameof(spec.Url), "must not contain a user name; send a header \"Authorization\"");
        if (!IsToken(spec.Method)) yield return new(nameof(spec.Method), $"cannot be \"{spec.Method}\"");
        foreach (var problem in OfHeaders(spec.Headers)) yield return problem;
        if (spec.BodyContains is { Length: 0 }) yield return new(nameof(spec.BodyContains), "is empty");
        if (spec.BodyMatches is { } pattern && SearchPattern.ProblemOf(pattern) is { } wrong) yield return new(nameof(spec.BodyMatches), wrong);
        if (spec.BodyJson is { } condition && OfCondition(condition) is { } mistake) yield return new(nameof(spec.BodyJson), mistake);
        if (spec.Body is { Length: > ProbeSpec.Http.LongestBody }) yield return new(nameof(spec.Body), $"must be at most {ProbeSpec.Http.LongestBody} characters long, and is {spec.Body.Length}");
        if (spec.MaxLatency is { } latency && ProbeProblems.OfSpan(nameof(spec.MaxLatency), latency, TimeSpan.FromMilliseconds(1), ProbeTiming.MaxTimeout) is { } span) yield return span;
        if (spec.MaxBody is < ProbeSpec.Http.LeastBody or > ProbeSpec.Http.LargestBody) yield return new(nameof(spec.MaxBody), $"must be from {ProbeSpec.Http.LeastBody} to {ProbeSpec.Http.LargestBody} bytes");
        if (ProbeProblems.OfCount(nameof(spec.MaxRedirects), spec.MaxRedirects, 0, ProbeSpec.Http.MostRedirects) is { } redirects) yield return redirects;
    }

    public static IEnumerable<ProbeProblem> Of(ProbeSpec.WebSocket spec)
    {
        var url = spec.Url;
        if (!url.IsAbsoluteUri || url.Scheme is not ("ws" or "wss") || url.Host.Length == 0) yield return new(nameof(spec.Url), "is not a ws or wss URL");
        else if (url.UserInfo.Length > 0) yield return new(nameof(spec.Url), "must not contain a user name; send a header \"Authorization\"");
        else if (url.Fragment.Length > 0) yield return new(nameof(spec.Url), "must not contain a fragment (\"#\")");
        foreach (var problem in OfHeaders(spec.Headers)) yield return problem;
        if (spec.Send is { Length: > Payload.Most }) yield return new(nameof(spec.Send), $"must be at most {Payload.Most} characters long, and is {spec.Send.Length}");
        if (spec.Expect is { Length: 0 }) yield return new(nameof(spec.Expect), "is empty");
    }

    public static IEnumerable<ProbeProblem> Of(ProbeSpec.Grpc spec)
    {
        foreach (var problem in NetworkProblems.OfPeer(spec.Host, spec.Port)) yield return problem;
        if (spec.Service.Length > 1000) yield return new(nameof(spec.Service), $"must be at most 1000 characters long, and is {spec.Service.Length}");
        if (spec.IsInsecure && !spec.UsesTls) yield return new(nameof(spec.IsInsecure), "means nothing without TLS");
    }

    private static IEnumerable<ProbeProblem> OfHeaders(IReadOnlyList<KeyValuePair<string, string>> headers)
    {
        foreach (var (name, value) in headers)
        {
            if (!IsToken(name)) yield return new(nameof(ProbeSpec.Http.Headers), $"cannot contain the name \"{name}\"");
            else if (value.AsSpan().ContainsAny('\r', '\n', '\0')) yield return new(nameof(ProbeSpec.Http.Headers), $"has a line break in the value of \"{name}\"");
        }
    }

    private static string? OfCondition(string condition)
    {
        try
        {
            _ = JsonCondition.Parse(condition);
            return null;
        }
        catch (FormatException e)
        {
            return $"is no condition that can be used: {e.Message}";
        }
    }

    private static bool IsToken(string text) =>
        text.Length > 0 && text.All(c => char.IsAsciiLetterOrDigit(c) || "!#$%&'*+-.^_`|~".Contains(c, StringComparison.Ordinal));
}
