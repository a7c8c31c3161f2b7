using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Baton.Probes.Specs;

namespace Baton.Probes.Tests.Http;

public class CertificateTests
{
    [Fact]
    public async Task A_certificate_that_nobody_vouches_for_is_a_failure_told_as_such()
    {
        using var key = RSA.Create(2048);
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var serving = ServeAsync(listener, certificate);
        var result = await HttpProbeTests.AskAsync(new ProbeSpec.Http(new Uri($"https://localhost:{((IPEndPoint)listener.LocalEndpoint).Port}/")));
        Assert.False(result.IsSuccess);
        Assert.StartsWith("certificate or TLS failure: ", result.Detail, StringComparison.Ordinal);
        await serving;
    }

    private static async Task ServeAsync(TcpListener listener, X509Certificate2 certificate)
    {
        using var client = await listener.AcceptTcpClientAsync();
        await using var stream = new SslStream(client.GetStream());
        try
        {
            await stream.AuthenticateAsServerAsync(certificate);
            _ = await stream.ReadAsync(new byte[1]);
        }
        catch (Exception e) when (e is IOException or AuthenticationException)
        {
            // The probe has declined, as it should.
        }
    }
}
