namespace Baton.Probes.Resolving;

/// <summary>What a server answered.</summary>
/// <param name="Code">The response code; 0 is no error.</param>
/// <param name="IsTruncated">It did not fit in a datagram: it must be asked for by TCP.</param>
/// <param name="Records">The records of the wanted type, as texts, of the name and of those that it stands for.</param>
internal sealed record DnsAnswer(int Code, bool IsTruncated, IReadOnlyList<string> Records)
{
    private static readonly string[] Names =
        ["NOERROR", "FORMERR", "SERVFAIL", "NXDOMAIN", "NOTIMP", "REFUSED", "YXDOMAIN", "YXRRSET", "NXRRSET", "NOTAUTH", "NOTZONE"];

    /// <summary>The code by its name: <c>NXDOMAIN</c>.</summary>
    public string CodeName => Code < Names.Length ? Names[Code] : $"RCODE {Code}";
}
