using System.Globalization;

namespace Baton.TestProcess.Behaviours;

/// <summary>
/// <c>flood out|err|both LINES LENGTH</c>: numbered lines of that length, newline counted, as fast as they are taken; both streams at
/// once from two threads. A line is its number in ten digits, a blank, and a filling.
/// </summary>
internal static class Flood
{
    private const int BlockLines = 64;

    public static int Run(string[] args)
    {
        var lines = long.Parse(args[1], CultureInfo.InvariantCulture);
        var length = int.Parse(args[2], CultureInfo.InvariantCulture);
        var err = new Thread(() => Write(Console.OpenStandardError(), lines, length));
        if (args[0] != "out") err.Start();
        if (args[0] != "err") Write(Console.OpenStandardOutput(), lines, length);
        if (args[0] != "out") err.Join();
        return 0;
    }

    private static void Write(Stream stream, long lines, int length)
    {
        var block = new byte[BlockLines * length];
        Array.Fill(block, (byte)'x');
        for (long next = 0; next < lines;)
        {
            var count = (int)Math.Min(BlockLines, lines - next);
            for (var i = 0; i < count; i++, next++)
            {
                var line = block.AsSpan(i * length, length);
                next.TryFormat(line, out _, "D10", CultureInfo.InvariantCulture);
                line[10] = (byte)' ';
                line[^1] = (byte)'\n';
            }

            stream.Write(block, 0, count * length);
        }
    }
}
