using System.Security.Cryptography.X509Certificates;
using System.Text;
using Baton.Probes.Addresses;
using Baton.Probes.Secure;
using Baton.Probes.Specs;

namespace Baton.Probes.Tests.Secure;

public class TlsProbeTests
{
    [Fact]
    public async Task A_certificate_that_lasts_is_a_success_that_tells_its_end()
    {
        using var authority = Certificates.Authority();
        using var certificate = Certificates.Of("localhost", 30.5, -1, authority);
        await using var server = Server(certificate);
        var result = await AskAsync(Spec(server), authority);
        Asking.Succeeded(result, $": valid until {Day(certificate)}, 30 days left");
        Assert.Equal(certificate.NotAfter.ToUniversalTime(), result.CertificateExpires?.UtcDateTime);
        Asking.Succeeded(await AskAsync(Spec(server) with { MinDays = 30 }, authority), "30 days left");
    }

    [Fact]
    public async Task One_that_ends_soon_is_a_failure_that_tells_the_day()
    {
        using var authority = Certificates.Authority();
        using var certificate = Certificates.Of("localhost", 9.5, -1, authority);
        await using var server = Server(certificate);
        var result = await AskAsync(Spec(server) with { MinDays = 14 }, authority);
        Asking.Failed(result, FailureKind.Expiry, $"the certificate expires on {Day(certificate)}: 9 days left, and at least 14 are asked for");
        Assert.NotNull(result.CertificateExpires);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_expired_one_is_told_as_that(bool isInsecure)
    {
        using var authority = Certificates.Authority();
        using var certificate = Certificates.Of("localhost", -2, -30, authority);
        await using var server = Server(certificate);
        Asking.Failed(await AskAsync(Spec(server) with { IsInsecure = isInsecure }, authority), FailureKind.Expiry, $"the certificate expired on {Day(certificate)}");
    }

    [Fact]
    public async Task One_that_is_not_valid_yet_for_another_host_or_of_nobody_is_a_failure()
    {
        using var authority = Certificates.Authority();
        using var early = Certificates.Of("localhost", 30, 2, authority);
        await using (var server = Server(early)) Asking.Failed(await AskAsync(Spec(server), authority), FailureKind.Tls, "the certificate is valid only from ");
        using var other = Certificates.Of("elsewhere.test", 30, -1, authority);
        await using (var server = Server(other))
        {
            Asking.Failed(await AskAsync(Spec(server), authority), FailureKind.Tls, "the certificate is for \"elsewhere.test\", not for \"localhost\"");
            Asking.Succeeded(await AskAsync(Spec(server) with { ServerName = "elsewhere.test" }, authority), "days left");
            Asking.Failed(await AskAsync(Spec(server) with { ServerName = "elsewhere.test" }, null), FailureKind.Tls, "nobody whom this machine trusts vouches for the certificate of \"CN=Test authority\"");
        }

        using var own = Certificates.OfItself("localhost");
        await using (var server = Server(own))
        {
            Asking.Failed(await AskAsync(Spec(server), null), FailureKind.Tls, "nobody but itself vouches for the certificate");
            Asking.Succeeded(await AskAsync(Spec(server) with { IsInsecure = true }, null), "days left");
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("220 mail.test ESMTP\r\n")]
    [InlineData("HTTP/1.1 400 Bad Request\r\n\r\n")]
    public async Task A_server_that_speaks_something_else_is_a_tls_failure(string says)
    {
        await using var server = new StreamServer((stream, cancel) => stream.WriteAsync(Encoding.ASCII.GetBytes(says), cancel).AsTask());
        Asking.Failed(await Asking.AskAsync(new ProbeSpec.Tls("127.0.0.1", server.Port)), FailureKind.Tls, "TLS failure: ");
    }

    [Fact]
    public async Task A_handshake_that_does_not_go_on_ends_with_the_deadline()
    {
        await using var server = new StreamServer((_, cancel) => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancel));
        Asking.Failed(await Asking.AskAsync(new ProbeSpec.Tls("127.0.0.1", server.Port), TimeSpan.FromMilliseconds(300)), FailureKind.Timeout, "timeout after 300 ms");
        Asking.Failed(await Asking.AskAsync(new ProbeSpec.Tls("127.0.0.1", StreamServer.UnusedPort())), FailureKind.Refused, "connection refused");
    }

    private static StreamServer Server(X509Certificate2 certificate) => new(async (stream, cancel) => _ = await stream.ReadAsync(new byte[1], cancel), certificate);

    private static ProbeSpec.Tls Spec(StreamServer server) => new("localhost", server.Port) { MinDays = 1 };

    private static string Day(X509Certificate2 certificate) => CertificateWatch.Day(new DateTimeOffset(certificate.NotAfter).ToUniversalTime());

    private static Task<ProbeResult> AskAsync(ProbeSpec.Tls spec, X509Certificate2? authority) => new TlsProbe(
        spec, TimeSpan.FromSeconds(20), TimeProvider.System, Reach.Open, authority is null ? null : new X509Certificate2Collection(authority)).ExecuteAsync(CancellationToken.None);
}
