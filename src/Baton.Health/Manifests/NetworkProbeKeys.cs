using Baton.Manifest.Binding;
using Baton.Probes.Specs;

namespace Baton.Health.Manifests;

/// <summary>Reads what is asked over the network without HTTP: <c>tcp</c>, <c>udp</c>, <c>icmp</c>, <c>dns</c>, <c>tls</c>, <c>redis</c>, with the keys beside them.</summary>
internal static class NetworkProbeKeys
{
    public static ProbeSpec? Read(string kind, TableReader table) => kind switch
    {
        "tcp" => HostAndPort.Read(table, kind, null) is var (host, port) ? new ProbeSpec.Tcp(host, port) { Send = ReadPayload(table, "send"), Expect = ReadPayload(table, "expect") } : null,
        "udp" => HostAndPort.Read(table, kind, null) is var (host, port)
            ? new ProbeSpec.Udp(host, port, ReadPayload(table, "send") ?? Payload.OfText("")) { Expect = ReadPayload(table, "expect") } : null,
        "icmp" => table.OptionalString(kind) is { } host ? new ProbeSpec.Icmp(host) : null,
        "dns" => ReadDns(table),
        "tls" => HostAndPort.Read(table, kind, 443) is var (host, port)
            ? new ProbeSpec.Tls(host, port)
            {
                ServerName = table.OptionalString("server_name"),
                MinDays = (int)table.Integer("min_days", new ProbeSpec.Tls(host).MinDays, 0, ProbeSpec.Tls.MostDays),
                IsInsecure = table.Boolean("insecure", false),
            } : null,
        _ => HostAndPort.Read(table, kind, 6379) is var (host, port)
            ? new ProbeSpec.Redis(host, port)
            {
                User = table.OptionalString("user"),
                Password = table.OptionalString("password"),
                UsesTls = table.Boolean("use_tls", false),
                IsInsecure = table.Boolean("insecure", false),
            } : null,
    };

    private static ProbeSpec.Dns? ReadDns(TableReader table)
    {
        var type = table.Word("record", [.. Enum.GetNames<DnsRecordType>().Select(name => name.ToUpperInvariant())]) ?? "A";
        var server = HostAndPort.Read(table, "server", 53);
        return table.OptionalString("dns") is not { } name ? null : new ProbeSpec.Dns(name, Enum.Parse<DnsRecordType>(type, ignoreCase: true))
        {
            Server = server?.Host,
            Port = server?.Port ?? 53,
            Expect = table.OptionalString("expect"),
        };
    }

    /// <summary>Text, or after <c>hex:</c> bytes.</summary>
    private static Payload? ReadPayload(TableReader table, string key)
    {
        if (table.OptionalString(key, allowEmpty: true) is not { } text) return null;
        if (!text.StartsWith("hex:", StringComparison.Ordinal)) return Payload.OfText(text);
        if (Payload.TryParseHex(text[4..], out var payload)) return payload;
        table.Report(key, $"after \"hex:\" come pairs of hexadecimal digits, as in {key} = \"hex:17 00 03 2a\"");
        return null;
    }
}
