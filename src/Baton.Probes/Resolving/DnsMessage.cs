using System.Buffers.Binary;
using System.Net;
using System.Text;
using Baton.Probes.Specs;

namespace Baton.Probes.Resolving;

/// <summary>Questions to DNS servers and their answers (RFC 1035).</summary>
internal static class DnsMessage
{
    private const int Head = 12;
    private const ushort ClassIn = 1, RecursionDesired = 0x0100, IsResponse = 0x8000, Truncated = 0x0200;

    /// <summary>A question that may be answered by asking others.</summary>
    public static byte[] Query(ushort id, string name, DnsRecordType type)
    {
        List<byte> message = [.. Number(id), .. Number(RecursionDesired), 0, 1, 0, 0, 0, 0, 0, 0];
        DnsName.Write(message, name);
        message.AddRange(Number((ushort)type));
        message.AddRange(Number(ClassIn));
        return [.. message];
    }

    /// <summary>A message is the answer to that question: by its id and by what it repeats. Only servers that fail may leave that out.</summary>
    public static bool Answers(ReadOnlySpan<byte> message, ushort id, string name, DnsRecordType type)
    {
        if (message.Length < Head || At(message, 0) != id || (At(message, 2) & IsResponse) == 0) return false;
        if (At(message, 4) == 0) return (At(message, 2) & 15) != 0;
        var at = Head;
        return At(message, 4) == 1 && DnsName.Read(message, ref at).Equals(DnsName.Bare(name), StringComparison.OrdinalIgnoreCase)
            && At(message, at) == (ushort)type && At(message, at + 2) == ClassIn;
    }

    /// <summary>Reads an answer, of which <see cref="Answers"/> was true.</summary>
    /// <exception cref="FormatException">It is against the rules.</exception>
    public static DnsAnswer Read(ReadOnlySpan<byte> message, string name, DnsRecordType type)
    {
        var flags = At(message, 2);
        if ((flags & (15 | Truncated)) != 0) return new DnsAnswer(flags & 15, (flags & Truncated) != 0, []);
        var at = Head;
        for (var i = 0; i < At(message, 4); i++)
        {
            DnsName.Read(message, ref at);
            at += 4;
        }

        var records = new List<(string Owner, bool IsAlias, string Text)>();
        for (var i = 0; i < At(message, 6); i++) ReadRecord(message, ref at, type, records);
        return new DnsAnswer(0, false, Belonging(records, DnsName.Bare(name), type));
    }

    private static void ReadRecord(ReadOnlySpan<byte> message, ref int at, DnsRecordType wanted, List<(string, bool, string)> records)
    {
        var owner = DnsName.Read(message, ref at);
        var (type, @class, length) = ((DnsRecordType)At(message, at), At(message, at + 2), At(message, at + 8));
        at += 10;
        if (at + length > message.Length) throw new FormatException("a record is cut off");
        if (@class == ClassIn && (type == wanted || type == DnsRecordType.Cname)) records.Add((owner, type == DnsRecordType.Cname, Text(message[..(at + length)], at, type)));
        at += length;
    }

    /// <summary>Those of the name and of those that it stands for, in whatever order they came.</summary>
    private static List<string> Belonging(List<(string Owner, bool IsAlias, string Text)> records, string name, DnsRecordType type)
    {
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { name };
        for (var before = 0; before != names.Count;)
        {
            before = names.Count;
            foreach (var record in records)
            {
                if (record.IsAlias && names.Contains(record.Owner)) names.Add(record.Text);
            }
        }

        return [.. records.Where(r => names.Contains(r.Owner) && r.IsAlias == (type == DnsRecordType.Cname)).Select(r => r.Text)];
    }

    /// <summary>What a record says; <paramref name="message"/> ends with it.</summary>
    private static string Text(ReadOnlySpan<byte> message, int at, DnsRecordType type)
    {
        switch (type)
        {
            case DnsRecordType.A when message.Length - at == 4:
            case DnsRecordType.Aaaa when message.Length - at == 16:
                return new IPAddress(message[at..]).ToString();
            case DnsRecordType.Cname or DnsRecordType.Ns or DnsRecordType.Ptr:
                return DnsName.Read(message, ref at);
            case DnsRecordType.Mx:
                var server = at + 2;
                return $"{At(message, at)} {DnsName.Read(message, ref server)}";
            case DnsRecordType.Srv:
                var target = at + 6;
                return $"{At(message, at)} {At(message, at + 2)} {At(message, at + 4)} {DnsName.Read(message, ref target)}";
            case DnsRecordType.Soa:
                var (primary, mailbox) = (DnsName.Read(message, ref at), DnsName.Read(message, ref at));
                return $"{primary} {mailbox} {Long(message, at)} {Long(message, at + 4)} {Long(message, at + 8)} {Long(message, at + 12)} {Long(message, at + 16)}";
            case DnsRecordType.Txt:
                return Strings(message[at..]);
            default:
                throw new FormatException("an address has a wrong length");
        }
    }

    /// <summary>The parts of one text, each with its length before it.</summary>
    private static string Strings(ReadOnlySpan<byte> parts)
    {
        var text = new List<byte>();
        while (!parts.IsEmpty)
        {
            if (parts[0] >= parts.Length) throw new FormatException("a text is cut off");
            text.AddRange(parts.Slice(1, parts[0]));
            parts = parts[(1 + parts[0])..];
        }

        return Encoding.UTF8.GetString([.. text]);
    }

    private static byte[] Number(ushort value) => [(byte)(value >> 8), (byte)(value & 255)];

    private static ushort At(ReadOnlySpan<byte> message, int at) =>
        at + 2 <= message.Length ? BinaryPrimitives.ReadUInt16BigEndian(message[at..]) : throw new FormatException("it is cut off");

    private static uint Long(ReadOnlySpan<byte> message, int at) =>
        at + 4 <= message.Length ? BinaryPrimitives.ReadUInt32BigEndian(message[at..]) : throw new FormatException("it is cut off");
}
