using System.Buffers;
using System.Text;
using Baton.Runtime.Instances;

namespace Baton.Runtime.Wire;

/// <summary>
/// Answers of the control socket, each one compact line of JSON with its end. Only what JSON must escape is escaped, as existing clients get it.
/// </summary>
internal static class ControlAnswer
{
    private const string HexDigits = "0123456789abcdef";

    /// <summary>It is done, and there is nothing to tell.</summary>
    public static ReadOnlyMemory<byte> Done { get; } = "{\"Ok\":null}\n"u8.ToArray();

    /// <summary>Answer to <see cref="ControlRequest.Version"/>.</summary>
    public static ReadOnlyMemory<byte> Version(string version)
    {
        var to = new ArrayBufferWriter<byte>();
        to.Write("{\"Ok\":"u8);
        Write(to, version);
        to.Write("}\n"u8);
        return to.WrittenMemory;
    }

    /// <summary>It was not done, and why, the outermost first.</summary>
    public static ReadOnlyMemory<byte> Refused(params IReadOnlyList<string> causes)
    {
        var to = new ArrayBufferWriter<byte>();
        to.Write("{\"Err\":["u8);
        for (var i = 0; i < causes.Count; i++)
        {
            if (i > 0) to.Write(","u8);
            Write(to, causes[i]);
        }

        to.Write("]}\n"u8);
        return to.WrittenMemory;
    }

    /// <summary>Answer to <see cref="ControlRequest.Info"/>: instances in the order of their numbers, types in that of their bytes, targets as they were added.</summary>
    public static ReadOnlyMemory<byte> Info(RuntimeInfo info)
    {
        var to = new ArrayBufferWriter<byte>();
        to.Write("{\"Ok\":{\"runtimes\":{"u8);
        var separator = ReadOnlySpan<byte>.Empty;
        foreach (var instance in info.Instances.OrderBy(instance => instance.Id.Value))
        {
            to.Write(separator);
            Write(to, instance);
            separator = ","u8;
        }

        to.Write("},\"links\":{"u8);
        separator = [];
        foreach (var group in info.Links.GroupBy(link => link.TypeName, StringComparer.Ordinal).OrderBy(group => group.Key, Utf8Order.Comparer))
        {
            to.Write(separator);
            Write(to, group.Key);
            WriteTargets(to, group);
            separator = ","u8;
        }

        to.Write("}}}\n"u8);
        return to.WrittenMemory;
    }

    private static void Write(ArrayBufferWriter<byte> to, InstanceInfo instance)
    {
        Write(to, instance.Id.ToString());
        to.Write(instance.IsRunning ? ":{\"running\":true,\"binary\":"u8 : ":{\"running\":false,\"binary\":"u8);
        Write(to, instance.Path);
        to.Write(instance.IsPrivileged ? ",\"privileged\":true}"u8 : ",\"privileged\":false}"u8);
    }

    private static void WriteTargets(ArrayBufferWriter<byte> to, IEnumerable<Links.Link> links)
    {
        var separator = ":["u8;
        foreach (var link in links)
        {
            to.Write(separator);
            Write(to, TargetText.Of(link.To));
            separator = ","u8;
        }

        to.Write("]"u8);
    }

    private static void Write(ArrayBufferWriter<byte> to, string text)
    {
        to.Write("\""u8);
        var bytes = Encoding.UTF8.GetBytes(text);
        var written = 0;
        for (var i = 0; i < bytes.Length; i++)
        {
            if (bytes[i] is >= 0x20 and not (byte)'"' and not (byte)'\\') continue;
            to.Write(bytes.AsSpan(written, i - written));
            WriteEscaped(to, bytes[i]);
            written = i + 1;
        }

        to.Write(bytes.AsSpan(written));
        to.Write("\""u8);
    }

    private static void WriteEscaped(ArrayBufferWriter<byte> to, byte one)
    {
        var letter = one switch
        {
            (byte)'"' or (byte)'\\' => (char)one,
            (byte)'\b' => 'b',
            (byte)'\t' => 't',
            (byte)'\n' => 'n',
            (byte)'\f' => 'f',
            (byte)'\r' => 'r',
            _ => 'u',
        };
        to.Write([(byte)'\\', (byte)letter]);
        if (letter == 'u') to.Write([(byte)'0', (byte)'0', (byte)HexDigits[one >> 4], (byte)HexDigits[one & 15]]);
    }
}
