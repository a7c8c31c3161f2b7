using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Baton.Probes.Tests;

/// <summary>Certificates as tests need them.</summary>
internal static class Certificates
{
    public static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    /// <summary>For one host, vouched for by itself.</summary>
    public static X509Certificate2 OfItself(string host, double days = 30, double since = -1) => Of(host, days, since, null);

    /// <summary>An authority.</summary>
    public static X509Certificate2 Authority()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=Test authority", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        return request.CreateSelfSigned(Now.AddDays(-400), Now.AddDays(400));
    }

    /// <summary>For one host, vouched for by an authority.</summary>
    public static X509Certificate2 Of(string host, double days, double since, X509Certificate2? authority)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest($"CN={host}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(host);
        request.CertificateExtensions.Add(names.Build());
        if (authority is null) return request.CreateSelfSigned(Now.AddDays(since), Now.AddDays(days));
        using var issued = request.Create(authority, Now.AddDays(since), Now.AddDays(days), RandomNumberGenerator.GetBytes(8));
        return issued.CopyWithPrivateKey(key);
    }
}
