using System.Text;
using Baton.Probes.Specs;
using Baton.Supervision.Probing;

namespace Baton.Supervision.Manifests.Watchdog;

/// <summary>How a service's health is found out, as its <c>health</c> table says it; times are whole seconds.</summary>
/// <param name="Type"><c>http</c>, <c>tcp</c> or <c>process</c>.</param>
/// <param name="Url">What http asks for; null for the others.</param>
/// <param name="Host">What tcp connects to.</param>
/// <param name="Port">Its port; null for the others.</param>
/// <param name="Interval">Wait between two probes.</param>
/// <param name="Timeout">Limit of one probe.</param>
/// <param name="InitialDelay">Wait before the first probe.</param>
/// <param name="FailureThreshold">Failures in a row that make it unhealthy.</param>
/// <param name="SuccessThreshold">Successes in a row that make it ready at first.</param>
internal sealed record HealthSettings(
    string Type, Uri? Url, string Host, int? Port, TimeSpan Interval, TimeSpan Timeout, TimeSpan InitialDelay, int FailureThreshold, int SuccessThreshold)
{
    /// <summary>Ready when the first row of successes is there; asked on at once, and restarted after a row of failures.</summary>
    public ServiceProbes ToProbes()
    {
        var timing = new ProbeTiming
        {
            InitialDelay = InitialDelay,
            Interval = Interval,
            Timeout = Timeout,
            FailureThreshold = FailureThreshold,
            SuccessThreshold = SuccessThreshold,
        };
        ProbeSpec spec = Type switch
        {
            "http" => ToHttp(Url!),
            "tcp" => new ProbeSpec.Tcp(Host, Port!.Value),
            _ => new ProbeSpec.Process(),
        };
        var liveness = spec is ProbeSpec.Process ? null : new ServiceProbe(spec, timing with { InitialDelay = TimeSpan.Zero });
        return new ServiceProbes(Readiness: new ServiceProbe(spec, timing), Liveness: liveness);
    }

    /// <summary>A name and password in the address are sent as such a header, as they always were.</summary>
    private static ProbeSpec.Http ToHttp(Uri url)
    {
        if (url.UserInfo.Length == 0) return new ProbeSpec.Http(url);
        var credentials = Convert.ToBase64String(Encoding.UTF8.GetBytes(Uri.UnescapeDataString(url.UserInfo)));
        var plain = new Uri(url.GetComponents(UriComponents.AbsoluteUri & ~UriComponents.UserInfo, UriFormat.UriEscaped));
        return new ProbeSpec.Http(plain) { Headers = [new("Authorization", $"Basic {credentials}")] };
    }
}
