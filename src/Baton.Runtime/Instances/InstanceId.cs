using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace Baton.Runtime.Instances;

/// <summary>The number of an instance: a UUID of any version, written in lower case with hyphens.</summary>
/// <param name="Value">The UUID.</param>
public readonly record struct InstanceId(Guid Value)
{
    private const string Urn = "urn:uuid:";

    private static readonly SearchValues<char> Characters = SearchValues.Create("0123456789abcdefABCDEF-");

    /// <summary>A new one, ordered by time.</summary>
    public static InstanceId New(TimeProvider time) => new(Guid.CreateVersion7(time.GetUtcNow()));

    /// <summary>Reads 32 hexadecimal digits of any case, with or without hyphens, in braces (with hyphens) or after <c>urn:uuid:</c>.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out InstanceId id)
    {
        var digits = text.AsSpan();
        if (digits.StartsWith(Urn, StringComparison.Ordinal)) digits = digits[Urn.Length..];
        var format = "D";
        if (digits.Length == 32) format = "N";
        else if (digits is ['{', .. var inner, '}'] && digits.Length == text!.Length) digits = inner;
        // .NET itself would also take blanks around it, and signs and "0x" inside.
        var value = Guid.Empty;
        var isRead = !digits.ContainsAnyExcept(Characters) && Guid.TryParseExact(digits, format, out value);
        id = new InstanceId(value);
        return isRead;
    }

    /// <inheritdoc/>
    public override string ToString() => Value.ToString("D");
}
