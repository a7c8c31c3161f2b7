using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Baton.Probes.Resolving;

/// <summary>Names as they stand in DNS messages (RFC 1035, sections 3.1 and 4.1.4).</summary>
internal static class DnsName
{
    private const int LongestLabel = 63, LongestName = 253, MostLabels = 128;

    /// <summary>A text can be asked for: labels of 1 to 63 visible ASCII characters, with dots between them and perhaps at the end.</summary>
    public static bool IsName(string text)
    {
        var name = Bare(text);
        return name.Length is > 0 and <= LongestName && name.Split('.').All(label => label.Length is > 0 and <= LongestLabel && label.All(c => c is > ' ' and < '\x7f'));
    }

    /// <summary>Without the dot at its end.</summary>
    public static string Bare(string name) => name.EndsWith('.') ? name[..^1] : name;

    /// <summary>The name under which the name of an address is found.</summary>
    public static string Reverse(IPAddress address)
    {
        var bytes = address.GetAddressBytes();
        Array.Reverse(bytes);
        return address.AddressFamily == AddressFamily.InterNetwork
            ? $"{string.Join('.', bytes)}.in-addr.arpa"
            : $"{string.Join('.', bytes.SelectMany(b => (string[])[$"{b & 15:x}", $"{b >> 4:x}"]))}.ip6.arpa";
    }

    /// <summary>Appends a name.</summary>
    public static void Write(List<byte> message, string name)
    {
        foreach (var label in Bare(name).Split('.'))
        {
            message.Add((byte)label.Length);
            message.AddRange(Encoding.ASCII.GetBytes(label));
        }

        message.Add(0);
    }

    /// <summary>Reads the name at <paramref name="at"/>, which then is behind it. Pointers must point back, so that none leads in a circle.</summary>
    /// <exception cref="FormatException">There is none.</exception>
    public static string Read(ReadOnlySpan<byte> message, ref int at)
    {
        var (name, position, isBehind, labels) = (new StringBuilder(), at, false, 0);
        while (true)
        {
            var length = ByteAt(message, position);
            if (length == 0) break;
            if (++labels > MostLabels || name.Length > LongestName) throw new FormatException("a name is too long");
            if (length >= 0xc0)
            {
                var target = ((length & 0x3f) << 8) | ByteAt(message, position + 1);
                if (target >= position) throw new FormatException("a name points forward");
                if (!isBehind) at = position + 2;
                (position, isBehind) = (target, true);
                continue;
            }

            if (length > LongestLabel || position + 1 + length > message.Length) throw new FormatException("a name is cut off");
            if (name.Length > 0) name.Append('.');
            AppendLabel(name, message.Slice(position + 1, length));
            position += 1 + length;
        }

        if (!isBehind) at = position + 1;
        return name.ToString();
    }

    // A label may hold any bytes; what is not visible, and a dot, is shown by its number.
    private static void AppendLabel(StringBuilder name, ReadOnlySpan<byte> label)
    {
        foreach (var b in label)
        {
            if (b is > (byte)' ' and < 0x7f and not (byte)'.' and not (byte)'\\') name.Append((char)b);
            else name.Append('\\').Append($"{b:d3}");
        }
    }

    private static byte ByteAt(ReadOnlySpan<byte> message, int at) => at < message.Length ? message[at] : throw new FormatException("a name is cut off");
}
