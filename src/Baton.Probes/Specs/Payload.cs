using System.Text;
using Baton.Core;

namespace Baton.Probes.Specs;

/// <summary>Bytes that a probe sends or looks for, described as text or in hexadecimal; at most <see cref="Most"/>. Compared by value.</summary>
public sealed class Payload : IEquatable<Payload>
{
    /// <summary>Most bytes: 8 KiB.</summary>
    public const int Most = 8 * 1024;

    private const int LongestShown = 100;

    private readonly byte[] _bytes;
    private readonly bool _isText;

    private Payload(byte[] bytes, bool isText)
    {
        _bytes = bytes;
        _isText = isText;
    }

    /// <summary>The bytes.</summary>
    public ReadOnlyMemory<byte> Bytes => _bytes;

    /// <summary>A text, as UTF-8.</summary>
    public static Payload OfText(string text) => new(Encoding.UTF8.GetBytes(text), isText: true);

    /// <summary>Reads pairs of hexadecimal digits, with spaces between any of them: <c>17 00 03 2a</c>.</summary>
    public static bool TryParseHex(string text, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out Payload? payload)
    {
        var digits = text.Replace(" ", "", StringComparison.Ordinal);
        payload = digits.Length % 2 == 0 && digits.All(char.IsAsciiHexDigit) ? new Payload(Convert.FromHexString(digits), isText: false) : null;
        return payload is not null;
    }

    /// <inheritdoc/>
    public bool Equals(Payload? other) => other is not null && _bytes.AsSpan().SequenceEqual(other._bytes);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Payload);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.AddBytes(_bytes);
        return hash.ToHashCode();
    }

    /// <summary>For people, shortened: <c>"PONG"</c>, or the bytes in hexadecimal.</summary>
    public override string ToString()
    {
        var text = _isText ? Encoding.UTF8.GetString(_bytes) : Convert.ToHexString(_bytes).ToLowerInvariant();
        var shown = Shortened.To(text, LongestShown).ToString() + (text.Length > LongestShown ? "…" : "");
        return _isText ? $"\"{shown}\"" : $"the bytes {shown}";
    }
}
