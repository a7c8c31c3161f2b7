using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace Baton.Probes.Secure;

/// <summary>Begins TLS as a client.</summary>
internal static class TlsHandshake
{
    /// <summary>The stream, over a socket that then belongs to it.</summary>
    /// <param name="socket">It is connected.</param>
    /// <param name="host">Told to the server.</param>
    /// <param name="watch">Judges the certificate, and says why there is none of this when that was the reason.</param>
    /// <param name="authorities">Those who may vouch, in place of those whom this machine trusts; null for these.</param>
    /// <param name="cancel">Ends the attempt.</param>
    /// <exception cref="TlsException">There is no session.</exception>
    public static async Task<SslStream> OpenAsync(Socket socket, string host, CertificateWatch watch, X509Certificate2Collection? authorities, CancellationToken cancel)
    {
        var stream = new SslStream(new NetworkStream(socket, ownsSocket: true));
        var options = new SslClientAuthenticationOptions
        {
            TargetHost = host,
            RemoteCertificateValidationCallback = watch.Accepts,
            // What a session of before was opened with says nothing about the certificate of now.
            AllowTlsResume = false,
            CertificateChainPolicy = PolicyWith(authorities),
        };
        try
        {
            await stream.AuthenticateAsClientAsync(options, cancel);
            return stream;
        }
        catch (Exception e) when (e is AuthenticationException or IOException)
        {
            await stream.DisposeAsync();
            throw new TlsException(watch.Complaint ?? $"TLS failure: {e.GetBaseException().Message}", e);
        }
        catch (OperationCanceledException)
        {
            await stream.DisposeAsync();
            throw;
        }
    }

    private static X509ChainPolicy PolicyWith(X509Certificate2Collection? authorities)
    {
        // A certificate names addresses of others to be fetched from, which nobody has checked.
        var policy = new X509ChainPolicy { DisableCertificateDownloads = true, RevocationMode = X509RevocationMode.NoCheck };
        if (authorities is null) return policy;
        policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        policy.CustomTrustStore.AddRange(authorities);
        return policy;
    }
}
