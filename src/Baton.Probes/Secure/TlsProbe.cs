using System.Globalization;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Baton.Probes.Addresses;
using Baton.Probes.Execution;
using Baton.Probes.Specs;

namespace Baton.Probes.Secure;

/// <summary>Looks at the certificate of a server.</summary>
internal sealed class TlsProbe(ProbeSpec.Tls spec, TimeSpan timeout, TimeProvider time, Reach reach, X509Certificate2Collection? authorities = null) : IProbe
{
    public Task<ProbeResult> ExecuteAsync(CancellationToken cancel) => Attempt.RunAsync(time, timeout, new Peer(spec.Host, spec.Port), LookAsync, cancel);

    private async Task<Verdict> LookAsync(CancellationToken cancel)
    {
        var name = spec.ServerName ?? spec.Host;
        var watch = new CertificateWatch(name, spec.IsInsecure);
        try
        {
            var socket = await reach.ConnectAsync(spec.Host, spec.Port, cancel);
            await using var stream = await TlsHandshake.OpenAsync(socket, name, watch, authorities, cancel);
            return Judge(watch);
        }
        catch (Exception e) when (e is SocketException or ForbiddenAddressException or TlsException)
        {
            return Explain(e, watch) with { Expires = watch.Expires };
        }
    }

    private Verdict Explain(Exception e, CertificateWatch watch)
    {
        // An expired certificate is told as that, also where it is the reason that there is no session.
        if (e is TlsException && watch.Expires is { } end && end <= time.GetUtcNow()) return Expired(end);
        return e switch
        {
            SocketException x => SocketTrouble.VerdictOf(x, spec.Host),
            ForbiddenAddressException => Verdict.Trouble(FailureKind.Forbidden, e.Message),
            _ => Verdict.Trouble(FailureKind.Tls, e.Message),
        };
    }

    private Verdict Judge(CertificateWatch watch)
    {
        // Without a certificate there is no session, save where a server may leave it out, which none does to whom it does not know.
        if (watch.Expires is not { } end) return Verdict.Trouble(FailureKind.Tls, "no certificate was shown");
        var left = end - time.GetUtcNow();
        if (left <= TimeSpan.Zero) return Expired(end) with { Expires = end };
        var days = string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(left.TotalDays):0} day{(left.Days == 1 ? "" : "s")}");
        return left >= TimeSpan.FromDays(spec.MinDays)
            ? Verdict.Good("certificate looked at", $": valid until {CertificateWatch.Day(end)}, {days} left") with { Expires = end }
            : Verdict.Trouble(FailureKind.Expiry, $"the certificate expires on {CertificateWatch.Day(end)}: {days} left, and at least {spec.MinDays} are asked for") with { Expires = end };
    }

    private static Verdict Expired(DateTimeOffset end) => Verdict.Trouble(FailureKind.Expiry, $"the certificate expired on {CertificateWatch.Day(end)}");
}
