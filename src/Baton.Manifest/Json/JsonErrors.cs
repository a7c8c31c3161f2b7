using System.Text.Json;
using Baton.Manifest.Text;
using Baton.Manifest.Tree;

namespace Baton.Manifest.Json;

/// <summary>Turns an error of the framework's reader into a problem of ours.</summary>
internal static class JsonErrors
{
    /// <summary>Where it stands; the framework counts lines and bytes from 0.</summary>
    public static Place PlaceOf(JsonException error, SourceText source)
    {
        var offset = source.Start;
        for (var line = error.LineNumber ?? 0; line > 0; line--)
        {
            var newline = source.Bytes.AsSpan(offset).IndexOf((byte)'\n');
            if (newline < 0) break;
            offset += newline + 1;
        }

        var length = source.Bytes.AsSpan(offset).IndexOf((byte)'\n');
        if (length < 0) length = source.Bytes.Length - offset;
        return source.PlaceOf(offset + (int)Math.Min(error.BytePositionInLine ?? 0, length));
    }

    /// <summary>What is wrong: the framework's sentence without its own position and without advice for programmers.</summary>
    public static string MessageOf(JsonException error)
    {
        var text = error.Message;
        foreach (var mark in (ReadOnlySpan<string>)[" LineNumber:", " Change the reader options", " Path:"])
        {
            var at = text.IndexOf(mark, StringComparison.Ordinal);
            if (at >= 0) text = text[..at];
        }

        return $"invalid JSON: {text.TrimEnd('.', ' ')}";
    }
}
