using System.Buffers.Text;

namespace Baton.Processes.Output.Tests;

/// <summary>Checks what the flood behaviour wrote.</summary>
internal static class Numbered
{
    /// <summary>Every line from 0 once, in order, whole.</summary>
    public static void AssertComplete(ReadOnlySpan<byte> bytes, long lines, int length)
    {
        for (long i = 0; i < lines; i++)
        {
            Assert.True(bytes.Length >= length, $"lines from {i} on are missing");
            var line = bytes[..length];
            Assert.True(Utf8Parser.TryParse(line[..10], out long number, out var used) && used == 10 && number == i, $"line {i} is {Text(line)}");
            Assert.True(line[10] == ' ' && line[11..^1].IndexOfAnyExcept((byte)'x') < 0 && line[^1] == '\n', $"line {i} is damaged: {Text(line)}");
            bytes = bytes[length..];
        }

        Assert.True(bytes.IsEmpty, $"{bytes.Length} bytes too many after line {lines - 1}");
    }

    private static string Text(ReadOnlySpan<byte> line) => System.Text.Encoding.Latin1.GetString(line);
}
