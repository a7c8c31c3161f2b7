using System.Buffers.Binary;
using System.Text;

namespace Baton.Probes.Http;

/// <summary>The two messages of gRPC's health service, in their frames: one byte for compression, four for the length.</summary>
internal static class GrpcMessage
{
    private const int Frame = 5;

    // Field 1 of both messages: of the request a text (wire type 2), of the answer an enumeration (wire type 0).
    private const byte Service = (1 << 3) | 2, Status = 1 << 3;

    private static readonly string[] States = ["UNKNOWN", "SERVING", "NOT_SERVING", "SERVICE_UNKNOWN"];

    private static readonly string[] Codes =
    [
        "OK", "CANCELLED", "UNKNOWN", "INVALID_ARGUMENT", "DEADLINE_EXCEEDED", "NOT_FOUND", "ALREADY_EXISTS", "PERMISSION_DENIED", "RESOURCE_EXHAUSTED",
        "FAILED_PRECONDITION", "ABORTED", "OUT_OF_RANGE", "UNIMPLEMENTED", "INTERNAL", "UNAVAILABLE", "DATA_LOSS", "UNAUTHENTICATED",
    ];

    /// <summary>A question for one service, or for the server as a whole.</summary>
    public static byte[] Request(string service)
    {
        var name = Encoding.UTF8.GetBytes(service);
        List<byte> message = [];
        if (name.Length > 0)
        {
            message.Add(Service);
            AppendNumber(message, (uint)name.Length);
            message.AddRange(name);
        }

        var framed = new byte[Frame + message.Count];
        BinaryPrimitives.WriteUInt32BigEndian(framed.AsSpan(1), (uint)message.Count);
        message.CopyTo(framed, Frame);
        return framed;
    }

    /// <summary>The state in an answer, by its name: <c>SERVING</c>.</summary>
    /// <exception cref="FormatException">It is no such answer.</exception>
    public static string StateIn(ReadOnlySpan<byte> framed)
    {
        if (framed.Length < Frame) throw new FormatException("it is empty");
        if (framed[0] != 0) throw new FormatException("it is compressed, which was not asked for");
        if (BinaryPrimitives.ReadUInt32BigEndian(framed[1..]) != framed.Length - Frame) throw new FormatException("its length is not what it says");
        ulong state = 0;
        for (var rest = framed[Frame..]; !rest.IsEmpty;)
        {
            var field = TakeNumber(ref rest);
            if (field == Status) state = TakeNumber(ref rest);
            else Skip(ref rest, field & 7);
        }

        return state < (ulong)States.Length ? States[state] : $"state {state}";
    }

    /// <summary>A status of gRPC by its name: <c>UNAVAILABLE</c>.</summary>
    public static string CodeName(int code) => code >= 0 && code < Codes.Length ? Codes[code] : $"status {code}";

    private static void AppendNumber(List<byte> message, uint value)
    {
        for (; value > 0x7f; value >>= 7) message.Add((byte)((value & 0x7f) | 0x80));
        message.Add((byte)value);
    }

    private static ulong TakeNumber(ref ReadOnlySpan<byte> rest)
    {
        ulong value = 0;
        for (var shift = 0; shift < 64 && !rest.IsEmpty; shift += 7)
        {
            var b = rest[0];
            rest = rest[1..];
            value |= (ulong)(b & 0x7f) << shift;
            if (b < 0x80) return value;
        }

        throw new FormatException("a number in it is cut off");
    }

    /// <summary>Leaves out a field of a newer version of the message.</summary>
    private static void Skip(ref ReadOnlySpan<byte> rest, ulong wireType)
    {
        var length = wireType switch
        {
            0 => SkipNumber(ref rest),
            1 => 8UL,
            2 => TakeNumber(ref rest),
            5 => 4UL,
            _ => throw new FormatException("a field in it is of no known kind"),
        };
        if (length > (ulong)rest.Length) throw new FormatException("a field in it is cut off");
        rest = rest[(int)length..];

        static ulong SkipNumber(ref ReadOnlySpan<byte> rest)
        {
            TakeNumber(ref rest);
            return 0;
        }
    }
}
