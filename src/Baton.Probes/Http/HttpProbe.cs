using System.Text;
using Baton.Probes.Execution;
using Baton.Probes.Specs;

namespace Baton.Probes.Http;

/// <summary>
/// Asks over HTTP. The deadline covers resolving, connecting, TLS, every redirect, headers and the body, which is read to its end or cap
/// even where nothing is looked for in it: a service that cannot finish its answer is not well.
/// </summary>
internal sealed class HttpProbe(ProbeSpec.Http spec, ProbeTiming timing, TimeProvider time, HttpMessageInvoker client) : IProbe
{
    private readonly byte[]? _wanted = spec.BodyContains is { } text ? Encoding.UTF8.GetBytes(text) : null;

    public Task<ProbeResult> ExecuteAsync(CancellationToken cancel) => Attempt.RunAsync(time, timing.Timeout, AskAsync, cancel);

    private async Task<Verdict> AskAsync(CancellationToken cancel)
    {
        var hop = Hop.First(spec);
        try
        {
            for (var redirects = 0; ; redirects++)
            {
                using var request = RequestFor(hop);
                using var response = await client.SendAsync(request, cancel);
                if (spec.MaxRedirects == 0 || !Hop.IsRedirect(response.StatusCode) || !response.Headers.Contains("Location")) return await JudgeAsync(response, cancel);
                // Whoever sends people nowhere serves nobody, whatever the status counts as by itself.
                if (response.Headers.Location is not { } location || hop.After(response.StatusCode, location) is not { } next)
                    return new Verdict(false, $"HTTP {(int)response.StatusCode}", More: ", to what is no address that can be followed");
                if (redirects == spec.MaxRedirects) return new Verdict(false, $"more than {spec.MaxRedirects} redirects");
                hop = next;
            }
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return Verdict.Trouble(HttpTrouble.Explain(e, hop.Url.Host));
        }
    }

    private HttpRequestMessage RequestFor(Hop hop)
    {
        var request = new HttpRequestMessage(new HttpMethod(hop.Method), hop.Url);
        request.Headers.ConnectionClose = ProbeHttp.IsKept(timing.Interval) ? null : true;
        foreach (var (name, value) in hop.HasHeaders ? spec.Headers : [])
        {
            if (request.Headers.TryAddWithoutValidation(name, value)) continue;
            // It describes a body, of which there is none; it is sent all the same.
            request.Content ??= new ByteArrayContent([]);
            request.Content.Headers.TryAddWithoutValidation(name, value);
        }

        return request;
    }

    private async Task<Verdict> JudgeAsync(HttpResponseMessage response, CancellationToken cancel)
    {
        var status = (int)response.StatusCode;
        var body = await response.Content.ReadAsStreamAsync(cancel);
        if (!spec.Accepted.Contains(status) || _wanted is null)
        {
            await BodyReader.SkipAsync(body, cancel);
            return new Verdict(spec.Accepted.Contains(status), $"HTTP {status}");
        }

        var contains = await BodyReader.ContainsAsync(body, _wanted, cancel);
        return new Verdict(contains, $"HTTP {status}", More: contains ? "" : $", but its body does not contain \"{spec.BodyContains}\"");
    }
}
