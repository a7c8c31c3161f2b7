using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using Baton.Core;
using Baton.Probes.Bodies;
using Baton.Probes.Execution;
using Baton.Probes.Specs;

namespace Baton.Probes.Http;

/// <summary>Asks gRPC's health service, over HTTP/2 from the first byte on, or over TLS.</summary>
internal sealed class GrpcProbe(ProbeSpec.Grpc spec, TimeSpan timeout, TimeProvider time, ProbeClient client) : IProbe
{
    private const int LongestReason = 200;

    private readonly Uri _url = new UriBuilder(spec.UsesTls ? "https" : "http", spec.Host, spec.Port, "/grpc.health.v1.Health/Check").Uri;
    private readonly byte[] _question = GrpcMessage.Request(spec.Service);

    public Task<ProbeResult> ExecuteAsync(CancellationToken cancel) => Attempt.RunAsync(time, timeout, new Peer(spec.Host, spec.Port), AskAsync, cancel);

    private async Task<Verdict> AskAsync(CancellationToken cancel)
    {
        try
        {
            using var request = Request();
            using var response = await client.SendAsync(request, cancel);
            return await JudgeAsync(response, cancel) with { Expires = client.ExpiryOf(_url) };
        }
        catch (FormatException e)
        {
            return Invalid(e.Message);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            var verdict = HttpTrouble.VerdictOf(e, spec.Host);
            // A server that speaks another protocol is told by what was expected of it.
            return verdict.Failure == FailureKind.Protocol ? Invalid(e.GetBaseException().Message) : verdict;
        }
    }

    private HttpRequestMessage Request()
    {
        var request = new HttpRequestMessage(HttpMethod.Post, _url)
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent(_question) { Headers = { ContentType = new MediaTypeHeaderValue("application/grpc") } },
        };
        request.Headers.TE.Add(new TransferCodingWithQualityHeaderValue("trailers"));
        if (spec.UsesTls) CertificateDates.Mark(request);
        return request;
    }

    private async Task<Verdict> JudgeAsync(HttpResponseMessage response, CancellationToken cancel)
    {
        if (response.StatusCode != HttpStatusCode.OK) return Verdict.Bad(FailureKind.Status, $"HTTP {(int)response.StatusCode}", ", which is no answer of gRPC");
        using var body = await CappedBody.ReadAsync(await response.Content.ReadAsStreamAsync(cancel), cancel);
        if (!body.IsWhole) return Invalid($"it is longer than {CappedBody.Cap / 1024} KiB");
        // An answer without a message has its status where the headers are.
        var code = Number(response.TrailingHeaders) ?? Number(response.Headers) ?? throw new FormatException("it says no grpc-status");
        if (code != 0) return Refused(code, Reason(response.TrailingHeaders) ?? Reason(response.Headers));
        var state = GrpcMessage.StateIn(body.Bytes.Span);
        return new Verdict(state == "SERVING" ? null : FailureKind.Status, state);
    }

    private Verdict Refused(int code, string? reason)
    {
        var more = GrpcMessage.CodeName(code) switch
        {
            "NOT_FOUND" => $": the server knows no service \"{spec.Service}\"",
            "UNIMPLEMENTED" => ": the server has no health service",
            _ when reason is { Length: > 0 } => $": {Shortened.To(reason, LongestReason)}",
            _ => "",
        };
        return Verdict.Bad(FailureKind.Status, GrpcMessage.CodeName(code), more);
    }

    private static Verdict Invalid(string why) => Verdict.Trouble(FailureKind.Protocol, $"no valid gRPC answer: {why}");

    private static int? Number(HttpResponseHeaders headers) =>
        headers.TryGetValues("grpc-status", out var values) && int.TryParse(values.First(), NumberStyles.None, CultureInfo.InvariantCulture, out var code) ? code : null;

    private static string? Reason(HttpResponseHeaders headers) =>
        headers.TryGetValues("grpc-message", out var values) ? Uri.UnescapeDataString(values.First()) : null;
}
