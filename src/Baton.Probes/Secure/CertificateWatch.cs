using System.Globalization;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Baton.Probes.Secure;

/// <summary>Judges the certificate of one handshake, and keeps what people want to know of it.</summary>
/// <param name="host">For whom it must be.</param>
/// <param name="isInsecure">Any will do.</param>
internal sealed class CertificateWatch(string host, bool isInsecure)
{
    private const int MostNames = 5;

    /// <summary>What is wrong with it; null when nothing is, and when any will do.</summary>
    public string? Complaint { get; private set; }

    /// <summary>From when it is valid, once one was shown.</summary>
    public DateTimeOffset? Begins { get; private set; }

    /// <summary>Until when it is valid, once one was shown.</summary>
    public DateTimeOffset? Expires { get; private set; }

    /// <summary>A day as it is written in details.</summary>
    public static string Day(DateTimeOffset instant) => instant.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>As <see cref="RemoteCertificateValidationCallback"/>.</summary>
    public bool Accepts(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (certificate is null) Complaint = "no certificate was shown";
        else Look(certificate as X509Certificate2 ?? X509CertificateLoader.LoadCertificate(certificate.GetRawCertData()), chain, errors);
        return Complaint is null;
    }

    private void Look(X509Certificate2 certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        Begins = new DateTimeOffset(certificate.NotBefore).ToUniversalTime();
        Expires = new DateTimeOffset(certificate.NotAfter).ToUniversalTime();
        if (isInsecure || errors == SslPolicyErrors.None) return;
        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch)) Complaint = $"the certificate is for {NamesOf(certificate)}, not for \"{host}\"";
        else Complaint = ComplaintOf(certificate, chain);
    }

    private string ComplaintOf(X509Certificate2 certificate, X509Chain? chain)
    {
        var all = chain?.ChainStatus.Aggregate(X509ChainStatusFlags.NoError, (flags, status) => flags | status.Status) ?? X509ChainStatusFlags.NoError;
        var isOwnTime = chain is { ChainElements: [var first, ..] } && first.ChainElementStatus.Any(s => s.Status == X509ChainStatusFlags.NotTimeValid);
        if (isOwnTime) return $"the certificate is valid only from {Day(Begins!.Value)} to {Day(Expires!.Value)}";
        if (all.HasFlag(X509ChainStatusFlags.NotTimeValid)) return "a certificate that vouches for it is not valid now";
        if (all.HasFlag(X509ChainStatusFlags.UntrustedRoot) || all.HasFlag(X509ChainStatusFlags.PartialChain))
            return certificate.Subject == certificate.Issuer ? "nobody but itself vouches for the certificate" : $"nobody whom this machine trusts vouches for the certificate of \"{certificate.Issuer}\"";
        return $"the certificate is not valid: {all}";
    }

    private static string NamesOf(X509Certificate2 certificate)
    {
        var names = certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>()
            .SelectMany(names => names.EnumerateDnsNames().Concat(names.EnumerateIPAddresses().Select(a => a.ToString()))).Select(name => $"\"{name}\"").ToList();
        if (names.Count == 0) return $"\"{certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false)}\"";
        return string.Join(", ", names.Take(MostNames)) + (names.Count > MostNames ? " and others" : "");
    }
}
