namespace Baton.Core;

/// <summary>Beginnings of texts.</summary>
public static class Shortened
{
    /// <summary>The first characters of a text, at most <paramref name="length"/>; one that takes two places is never cut in half, which JSON could not hold.</summary>
    public static ReadOnlySpan<char> To(ReadOnlySpan<char> text, int length) =>
        text.Length <= length ? text : length > 0 && char.IsHighSurrogate(text[length - 1]) ? text[..(length - 1)] : text[..length];
}
