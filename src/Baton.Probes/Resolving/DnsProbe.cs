using System.Net;
using System.Net.Sockets;
using Baton.Core;
using Baton.Probes.Addresses;
using Baton.Probes.Execution;
using Baton.Probes.Specs;

namespace Baton.Probes.Resolving;

/// <summary>
/// Asks a DNS server for records. Where no server is named, those of this machine are asked in turn, each for its share of the deadline;
/// they were named by who runs the machine, and are asked wherever they are.
/// </summary>
internal sealed class DnsProbe(ProbeSpec.Dns spec, TimeSpan timeout, TimeProvider time, Reach reach, string resolverFile = ResolverFile.Usual) : IProbe
{
    private const int LongestShown = 200;

    private readonly DnsQuestion _question = new(
        spec.Type == DnsRecordType.Ptr && IPAddress.TryParse(spec.Name, out var address) ? DnsName.Reverse(address) : spec.Name, spec.Type);

    private string TypeName => spec.Type.ToString().ToUpperInvariant();

    public Task<ProbeResult> ExecuteAsync(CancellationToken cancel) => Attempt.RunAsync(time, timeout, new Peer(spec.Server ?? spec.Name, spec.Server is null ? null : spec.Port), AskAsync, cancel);

    private async Task<Verdict> AskAsync(CancellationToken cancel)
    {
        if (spec.Server is { } named) return await AskAsync(named, reach, cancel);
        IReadOnlyList<string> servers;
        try
        {
            servers = ResolverFile.ServersIn(resolverFile);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Verdict.Trouble(FailureKind.Unable, $"cannot read \"{resolverFile}\": {e.Message}");
        }

        for (var i = 0; i < servers.Count - 1; i++)
        {
            using var share = new CancellationTokenSource(timeout / servers.Count, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(share.Token, cancel);
            try
            {
                if (await AskAsync(servers[i], Reach.Open, either.Token) is { Failure: null or FailureKind.Status or FailureKind.Content } verdict) return verdict;
            }
            catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
            {
                // The next one may answer.
            }
        }

        return await AskAsync(servers[^1], Reach.Open, cancel);
    }

    private async Task<Verdict> AskAsync(string server, Reach way, CancellationToken cancel)
    {
        try
        {
            var address = (await way.ResolveAsync(server, cancel))[0];
            return Judge(await _question.AskAsync(address, spec.Port, cancel)) with { At = new Peer(server, spec.Port) };
        }
        catch (Exception e) when (e is SocketException or IOException or FormatException)
        {
            return Explain(e, server) with { At = new Peer(server, spec.Port) };
        }
    }

    private static Verdict Explain(Exception e, string server) => e switch
    {
        SocketException x => SocketTrouble.VerdictOf(x, server),
        ForbiddenAddressException => Verdict.Trouble(FailureKind.Forbidden, e.Message),
        FormatException => Verdict.Trouble(FailureKind.Protocol, $"no valid DNS answer: {e.Message}"),
        { InnerException: SocketException x } => SocketTrouble.VerdictOf(x, server),
        _ => Verdict.Trouble(FailureKind.Closed, "the connection was closed before the answer was complete"),
    };

    private Verdict Judge(DnsAnswer answer)
    {
        if (answer.Code != 0) return Verdict.Bad(FailureKind.Status, answer.CodeName, answer.Code == 3 ? $": \"{spec.Name}\" does not exist" : "");
        if (answer.Records.Count == 0) return Verdict.Bad(FailureKind.Content, $"no {TypeName} records", $": \"{spec.Name}\" has none");
        var all = string.Join(", ", answer.Records);
        var what = $"{TypeName} {Shortened.To(all, LongestShown)}{(all.Length > LongestShown ? "…" : "")}";
        return spec.Expect is not { } wanted || answer.Records.Any(record => AreSame(record, wanted))
            ? Verdict.Good(what)
            : Verdict.Bad(FailureKind.Content, what, $", not \"{wanted}\"");
    }

    // The texts of TXT records are compared as they are; addresses by what they mean.
    private bool AreSame(string record, string wanted) => spec.Type switch
    {
        DnsRecordType.Txt => record == wanted,
        DnsRecordType.A or DnsRecordType.Aaaa => IPAddress.TryParse(wanted, out var address) && record == address.ToString(),
        _ => DnsName.Bare(record).Equals(DnsName.Bare(wanted), StringComparison.OrdinalIgnoreCase),
    };
}
