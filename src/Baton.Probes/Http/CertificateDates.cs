using System.Collections.Concurrent;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Baton.Probes.Http;

/// <summary>
/// When the certificates of those expire who are asked by https. Connections are shared and kept, so it is noted at the handshake and
/// looked up at each answer. Only requests that are marked count: those of probes themselves, not what a redirect leads to, so that no
/// server can make it grow.
/// </summary>
internal sealed class CertificateDates
{
    /// <summary>Of how many at most: 4,096. Of more, nothing is told.</summary>
    private const int Most = 4096;

    private static readonly HttpRequestOptionsKey<bool> Marked = new("baton.first");

    private readonly ConcurrentDictionary<string, DateTimeOffset> _expiries = new(StringComparer.OrdinalIgnoreCase);

    public static void Mark(HttpRequestMessage request) => request.Options.Set(Marked, true);

    public void Note(HttpRequestMessage request, Stream stream)
    {
        if (stream is not SslStream { RemoteCertificate: { } certificate } || !request.Options.TryGetValue(Marked, out _)) return;
        var authority = request.RequestUri!.Authority;
        if (_expiries.Count >= Most && !_expiries.ContainsKey(authority)) return;
        _expiries[authority] = ExpiryOf(certificate);
    }

    public DateTimeOffset? Of(Uri url) => _expiries.TryGetValue(url.Authority, out var expires) ? expires : null;

    // As an instant of UTC: the certificate tells it in local time.
    private static DateTimeOffset ExpiryOf(X509Certificate certificate) => certificate is X509Certificate2 known
        ? new DateTimeOffset(known.NotAfter).ToUniversalTime()
        : new DateTimeOffset(X509CertificateLoader.LoadCertificate(certificate.GetRawCertData()).NotAfter).ToUniversalTime();
}
