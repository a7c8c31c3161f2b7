using System.Net;
using Baton.Probes.Resolving;

namespace Baton.Probes.Specs;

/// <summary>What is wrong with the description of a probe over the network.</summary>
internal static class NetworkProblems
{
    /// <summary>Most characters of a name, a password, or an expected record: 4,096.</summary>
    private const int LongestText = 4096;

    public static IEnumerable<ProbeProblem> Of(ProbeSpec.Tcp spec)
    {
        foreach (var problem in OfPeer(spec.Host, spec.Port)) yield return problem;
        if (OfSize(nameof(spec.Send), spec.Send, least: 1) is { } send) yield return send;
        if (OfSize(nameof(spec.Expect), spec.Expect, least: 1) is { } expect) yield return expect;
    }

    public static IEnumerable<ProbeProblem> Of(ProbeSpec.Udp spec)
    {
        foreach (var problem in OfPeer(spec.Host, spec.Port)) yield return problem;
        if (OfSize(nameof(spec.Send), spec.Send, least: 0) is { } send) yield return send;
        if (OfSize(nameof(spec.Expect), spec.Expect, least: 1) is { } expect) yield return expect;
    }

    public static IEnumerable<ProbeProblem> Of(ProbeSpec.Icmp spec)
    {
        if (!IsHost(spec.Host)) yield return new(nameof(spec.Host), $"cannot be \"{spec.Host}\"");
    }

    public static IEnumerable<ProbeProblem> Of(ProbeSpec.Dns spec)
    {
        var isAddress = spec.Type == DnsRecordType.Ptr && IPAddress.TryParse(spec.Name, out _);
        if (!Enum.IsDefined(spec.Type)) yield return new(nameof(spec.Type), $"cannot be {(int)spec.Type}");
        else if (!isAddress && !DnsName.IsName(spec.Name)) yield return new(nameof(spec.Name), $"cannot be \"{spec.Name}\"");
        if (spec.Server is { } server && !IsHost(server)) yield return new(nameof(spec.Server), $"cannot be \"{server}\"");
        if (ProbeProblems.OfCount(nameof(spec.Port), spec.Port, 1, ushort.MaxValue) is { } port) yield return port;
        if (spec.Expect is { Length: 0 or > LongestText }) yield return new(nameof(spec.Expect), $"must be 1 to {LongestText} characters long");
    }

    public static IEnumerable<ProbeProblem> Of(ProbeSpec.Tls spec)
    {
        foreach (var problem in OfPeer(spec.Host, spec.Port)) yield return problem;
        if (spec.ServerName is { } name && !IsHost(name)) yield return new(nameof(spec.ServerName), $"cannot be \"{name}\"");
        if (ProbeProblems.OfCount(nameof(spec.MinDays), spec.MinDays, 0, ProbeSpec.Tls.MostDays) is { } days) yield return days;
    }

    public static IEnumerable<ProbeProblem> Of(ProbeSpec.Redis spec)
    {
        foreach (var problem in OfPeer(spec.Host, spec.Port)) yield return problem;
        if (spec.User is { Length: 0 or > LongestText }) yield return new(nameof(spec.User), $"must be 1 to {LongestText} characters long");
        if (spec.User is not null && spec.Password is null) yield return new(nameof(spec.Password), "is missing: a user needs one");
        if (spec.Password is { Length: 0 or > LongestText }) yield return new(nameof(spec.Password), $"must be 1 to {LongestText} characters long");
        if (spec.IsInsecure && !spec.UsesTls) yield return new(nameof(spec.IsInsecure), "means nothing without TLS");
    }

    internal static IEnumerable<ProbeProblem> OfPeer(string host, int port)
    {
        if (!IsHost(host)) yield return new(nameof(ProbeSpec.Tcp.Host), $"cannot be \"{host}\"");
        if (ProbeProblems.OfCount(nameof(ProbeSpec.Tcp.Port), port, 1, ushort.MaxValue) is { } problem) yield return problem;
    }

    private static bool IsHost(string host) => Uri.CheckHostName(host) != UriHostNameType.Unknown;

    private static ProbeProblem? OfSize(string field, Payload? payload, int least) => payload is null || (payload.Bytes.Length >= least && payload.Bytes.Length <= Payload.Most)
        ? null
        : new(field, $"must be {least} to {Payload.Most} bytes long, and is {payload.Bytes.Length}");
}
