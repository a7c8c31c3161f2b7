namespace Baton.Processes.Output.Tests;

/// <summary>Checks what the long-line behaviour wrote.</summary>
internal static class LongLine
{
    public static void AssertWhole(ReadOnlySpan<byte> line, int bytes)
    {
        Assert.Equal(bytes + 1, line.Length);
        Assert.Equal((byte)'\n', line[^1]);
        // The behaviour writes blocks that are whole alphabets.
        for (var i = 0; i < bytes; i++)
        {
            if (line[i] != 'a' + (i % 26)) Assert.Fail($"byte {i} is '{(char)line[i]}'");
        }
    }
}
