using System.Net;
using System.Text;
using Baton.Probes.Bodies;
using Baton.Probes.Execution;
using Baton.Probes.Specs;

namespace Baton.Probes.Http;

/// <summary>
/// Asks over HTTP. The deadline covers resolving, connecting, TLS, every redirect, headers and the body, which is read to its end or cap
/// even where nothing is looked for in it: a service that cannot finish its answer is not well.
/// </summary>
internal sealed class HttpProbe(ProbeSpec.Http spec, ProbeTiming timing, TimeProvider time, ProbeClient client) : IProbe
{
    private readonly BodyRules _rules = new(spec);
    private readonly byte[]? _sent = spec.Body is { } text ? Encoding.UTF8.GetBytes(text) : null;

    public Task<ProbeResult> ExecuteAsync(CancellationToken cancel) => Attempt.RunAsync(time, timing.Timeout, Peer.Of(spec.Url), AskAsync, cancel);

    private async Task<Verdict> AskAsync(CancellationToken cancel)
    {
        var began = time.GetTimestamp();
        var verdict = await FollowAsync(cancel);
        var took = time.GetElapsedTime(began);
        if (verdict.Failure is null && spec.MaxLatency is { } most && took > most)
            verdict = Verdict.Trouble(FailureKind.Latency, $"slower than {SpanText.Of(most)}: {SpanText.Of(took)}");
        return verdict with { Expires = client.ExpiryOf(spec.Url) };
    }

    private async Task<Verdict> FollowAsync(CancellationToken cancel)
    {
        var hop = Hop.First(spec);
        try
        {
            for (var redirects = 0; ; redirects++)
            {
                using var request = RequestFor(hop, isFirst: redirects == 0);
                using var response = await client.SendAsync(request, cancel);
                if (spec.MaxRedirects == 0 || !Hop.IsRedirect(response.StatusCode) || !response.Headers.Contains("Location")) return await JudgeAsync(response, cancel) with { At = Peer.Of(hop.Url) };
                // Whoever sends people nowhere serves nobody, whatever the status counts as by itself.
                if (response.Headers.Location is not { } location || hop.After(response.StatusCode, location) is not { } next)
                    return Verdict.Bad(FailureKind.Redirect, $"HTTP {(int)response.StatusCode}", ", to what is no address that can be followed") with { At = Peer.Of(hop.Url) };
                if (redirects == spec.MaxRedirects) return Verdict.Bad(FailureKind.Redirect, $"more than {spec.MaxRedirects} redirects");
                hop = next;
            }
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return HttpTrouble.VerdictOf(e, hop.Url.Host) with { At = Peer.Of(hop.Url) };
        }
    }

    private HttpRequestMessage RequestFor(Hop hop, bool isFirst)
    {
        var request = new HttpRequestMessage(new HttpMethod(hop.Method), hop.Url);
        if (isFirst && hop.Url.Scheme == Uri.UriSchemeHttps) CertificateDates.Mark(request);
        request.Headers.ConnectionClose = ProbeClients.IsKept(timing.Interval) ? null : true;
        if (_sent is not null && hop.HasBody) request.Content = new ByteArrayContent(_sent);
        foreach (var (name, value) in hop.HasHeaders ? spec.Headers : [])
        {
            if (request.Headers.TryAddWithoutValidation(name, value)) continue;
            // It describes a body, also where there is none; it is sent all the same.
            request.Content ??= new ByteArrayContent([]);
            request.Content.Headers.TryAddWithoutValidation(name, value);
        }

        return request;
    }

    private async Task<Verdict> JudgeAsync(HttpResponseMessage response, CancellationToken cancel)
    {
        var status = (int)response.StatusCode;
        var isAccepted = spec.Accepted.Contains(status);
        // What follows is another protocol, and no body.
        if (response.StatusCode == HttpStatusCode.SwitchingProtocols) return new Verdict(isAccepted ? null : FailureKind.Status, $"HTTP {status}");
        var body = await response.Content.ReadAsStreamAsync(cancel);
        if (!isAccepted || (_rules.IsNone && !spec.KeepsAnswer))
        {
            var isWhole = await CappedBody.SkipAsync(body, spec.MaxBody ?? CappedBody.Cap, cancel);
            if (isAccepted && !isWhole && spec.MaxBody is { } most) return TooLarge(most);
            return new Verdict(isAccepted ? null : FailureKind.Status, $"HTTP {status}");
        }

        using var read = await CappedBody.ReadAsync(body, cancel, cap: spec.MaxBody ?? CappedBody.Cap);
        if (_rules.ProblemOf(read) is { } problem) return Verdict.Bad(FailureKind.Content, $"HTTP {status}", problem);
        if (_rules.IsNone && !read.IsWhole && spec.MaxBody is { } limit) return TooLarge(limit);
        return Verdict.Good($"HTTP {status}") with { Answer = spec.KeepsAnswer ? JsonAnswer.Of(read) : null };
    }

    private static Verdict TooLarge(int most) => Verdict.Trouble(FailureKind.Content, $"Body larger than {most / 1024} KiB");
}
