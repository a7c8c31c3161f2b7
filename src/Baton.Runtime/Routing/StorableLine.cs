using System.Text;
using System.Text.Unicode;

namespace Baton.Runtime.Routing;

/// <summary>A message as a line to or from an instance: <c>{"Storable":{"type_name":"…","value":"…"}}</c>, where the value is JSON as text and is never looked into.</summary>
internal static class StorableLine
{
    /// <summary>Bytes that a line has before what a datagram has.</summary>
    public static readonly int Before = Open.Length - DatagramOpen.Length;

    private static ReadOnlySpan<byte> Open => "{\"Storable\":{\"type_name\":\""u8;

    private static ReadOnlySpan<byte> DatagramOpen => "{\"type_name\":\""u8;

    private static ReadOnlySpan<byte> Middle => "\",\"value\":\""u8;

    private static ReadOnlySpan<byte> Close => "\"}}"u8;

    /// <summary>
    /// Reads a line that is written as Baton itself writes it, without a copy; most are. Others are told apart by <see cref="IpcReader"/>.
    /// </summary>
    /// <param name="line">Without its end.</param>
    /// <param name="typeName">The type, as it stands there, escapes and all.</param>
    public static bool TryRead(ReadOnlySpan<byte> line, out ReadOnlySpan<byte> typeName)
    {
        typeName = default;
        if (!line.StartsWith(Open) || !line.EndsWith(Close)) return false;
        var text = line[Open.Length..];
        var end = CanonicalText.End(text);
        if (end < 0 || !text[end..].StartsWith(Middle)) return false;
        typeName = text[..end];
        return HasValue(text[(end + Middle.Length)..]) && IsText(line);
    }

    /// <summary>The rest of a line whose beginning is known to be that of a type: the value and the end.</summary>
    public static bool HasValue(ReadOnlySpan<byte> rest) => CanonicalText.End(rest) == rest.Length - Close.Length && rest.EndsWith(Close);

    /// <summary>The beginning of all lines of a type.</summary>
    /// <param name="typeName">As JSON text without quotes.</param>
    public static byte[] Beginning(ReadOnlySpan<byte> typeName) => [.. Open, .. typeName, .. Middle];

    /// <summary>It is UTF-8.</summary>
    public static bool IsText(ReadOnlySpan<byte> line) => Ascii.IsValid(line) || Utf8.IsValid(line);

    /// <summary>The datagram of a line.</summary>
    /// <param name="line">Without its end.</param>
    public static ReadOnlySpan<byte> Datagram(ReadOnlySpan<byte> line) => line[Before..^1];

    /// <summary>Writes a line without its end; returns its length, or -1 when there is no room.</summary>
    public static int Write(ReadOnlySpan<byte> typeName, ReadOnlySpan<byte> value, Span<byte> to)
    {
        if (to.Length < Open.Length) return -1;
        Open.CopyTo(to);
        var at = Open.Length;
        if (!Append(typeName, Middle, to, ref at) || !Append(value, Close, to, ref at)) return -1;
        return at;
    }

    private static bool Append(ReadOnlySpan<byte> utf8, ReadOnlySpan<byte> behind, Span<byte> to, ref int at)
    {
        var length = CanonicalText.Write(utf8, to[at..]);
        if (length < 0 || to.Length - at - length < behind.Length) return false;
        behind.CopyTo(to[(at + length)..]);
        at += length + behind.Length;
        return true;
    }
}
