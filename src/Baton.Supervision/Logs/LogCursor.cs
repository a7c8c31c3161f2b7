using System.Buffers.Text;
using System.Text;
using Baton.Core;
using Baton.Supervision.Logs.Files;

namespace Baton.Supervision.Logs;

/// <summary>
/// The text form of places in the logs of several services: valid over restarts of the daemon, since it holds all there is to know.
/// Names are sorted and each is written as what differs from the one before; numbers take as many bytes as they need.
/// </summary>
internal static class LogCursor
{
    /// <summary>Longest cursor, in characters; it must fit into the line of a request.</summary>
    internal const int MaxLength = 24 * 1024;

    private const byte Version = 1;

    /// <summary>The cursor; null when there are too many services for one that anybody could send back.</summary>
    public static string? Write(IEnumerable<KeyValuePair<string, LogPosition>> positions)
    {
        var bytes = new List<byte>(256) { Version };
        var before = "";
        foreach (var (name, at) in positions.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            var shared = 0;
            while (shared < Math.Min(before.Length, name.Length) && before[shared] == name[shared]) shared++;
            bytes.Add((byte)shared);
            bytes.Add((byte)(name.Length - shared));
            bytes.AddRange(Encoding.ASCII.GetBytes(name[shared..]));
            bytes.Add(at.Check);
            WriteNumber(bytes, at.Run);
            WriteNumber(bytes, at.Segment);
            WriteNumber(bytes, at.Offset);
            WriteNumber(bytes, at.LineBytes);
            before = name;
            if (bytes.Count > MaxLength * 3 / 4) return null;
        }

        return Base64Url.EncodeToString(bytes.ToArray());
    }

    /// <summary>Reads a cursor, which may be anything.</summary>
    /// <exception cref="BatonException">It is not one (<see cref="ErrorCode.InvalidRequest"/>).</exception>
    public static Dictionary<string, LogPosition> Read(string cursor)
    {
        var bytes = new byte[cursor.Length];
        if (cursor.Length > MaxLength || !Base64Url.IsValid(cursor)) throw Invalid();
        ReadOnlySpan<byte> rest = bytes.AsSpan(0, Base64Url.DecodeFromChars(cursor, bytes));
        if (rest.IsEmpty || rest[0] != Version) throw Invalid();
        rest = rest[1..];
        var positions = new Dictionary<string, LogPosition>(StringComparer.Ordinal);
        for (var before = ""; rest.Length > 0;)
        {
            before = ReadName(ref rest, before);
            if (!positions.TryAdd(before, ReadPosition(ref rest))) throw Invalid();
        }

        return positions;
    }

    private static string ReadName(ref ReadOnlySpan<byte> rest, string before)
    {
        if (rest.Length < 2 || rest[0] > before.Length || rest.Length - 2 < rest[1]) throw Invalid();
        var name = string.Concat(before.AsSpan(0, rest[0]), Encoding.ASCII.GetString(rest.Slice(2, rest[1])));
        rest = rest[(2 + rest[1])..];
        return Names.IsValid(name) ? name : throw Invalid();
    }

    private static LogPosition ReadPosition(ref ReadOnlySpan<byte> rest)
    {
        if (rest.IsEmpty) throw Invalid();
        var check = rest[0];
        rest = rest[1..];
        var run = (int)ReadNumber(ref rest, int.MaxValue);
        var segment = (int)ReadNumber(ref rest, int.MaxValue);
        var offset = ReadNumber(ref rest, long.MaxValue / 2);
        return new LogPosition(run, segment, offset, ReadNumber(ref rest, offset), check);
    }

    private static void WriteNumber(List<byte> bytes, long number)
    {
        for (; number >= 0x80; number >>= 7) bytes.Add((byte)(number & 0x7F | 0x80));
        bytes.Add((byte)number);
    }

    private static long ReadNumber(ref ReadOnlySpan<byte> rest, long max)
    {
        long number = 0;
        for (var (i, shift) = (0, 0); i < rest.Length && shift < 63; i++, shift += 7)
        {
            number |= (long)(rest[i] & 0x7F) << shift;
            if (rest[i] >= 0x80) continue;
            rest = rest[(i + 1)..];
            return number >= 0 && number <= max ? number : throw Invalid();
        }

        throw Invalid();
    }

    private static BatonException Invalid() => new(ErrorCode.InvalidRequest, "the cursor is not one that this API gave");
}
