using System.Globalization;

namespace Baton.TestProcess.Behaviours;

/// <summary>Output of unusual shapes.</summary>
internal static class Emit
{
    /// <summary><c>long-line BYTES</c>: one line on stdout, the letters a to z over and over, newline not counted.</summary>
    public static int LongLine(string[] args)
    {
        using var stream = Console.OpenStandardOutput();
        var block = new byte[26 * 1024];
        for (var i = 0; i < block.Length; i++) block[i] = (byte)('a' + (i % 26));
        for (var left = long.Parse(args[0], CultureInfo.InvariantCulture); left > 0; left -= block.Length)
        {
            stream.Write(block, 0, (int)Math.Min(left, block.Length));
        }

        stream.WriteByte((byte)'\n');
        return 0;
    }

    /// <summary><c>bars COUNT</c>: a progress bar on stdout that is drawn over itself with <c>\r</c>, then <c>done</c>.</summary>
    public static int Bars(string[] args)
    {
        using var stream = Console.OpenStandardOutput();
        var count = int.Parse(args[0], CultureInfo.InvariantCulture);
        for (var i = 1; i <= count; i++) stream.Write(System.Text.Encoding.ASCII.GetBytes($"\r{i} of {count}"));
        stream.Write("\rdone\n"u8);
        return 0;
    }

    /// <summary><c>alternate COUNT</c>: unfinished pieces on stdout and stderr in turn, each ended only after the last.</summary>
    public static int Alternate(string[] args)
    {
        using var stdout = Console.OpenStandardOutput();
        using var stderr = Console.OpenStandardError();
        for (var i = 0; i < int.Parse(args[0], CultureInfo.InvariantCulture); i++)
        {
            stdout.Write(System.Text.Encoding.ASCII.GetBytes($"o{i} "));
            stderr.Write(System.Text.Encoding.ASCII.GetBytes($"e{i} "));
        }

        stdout.Write("\n"u8);
        stderr.Write("\n"u8);
        return 0;
    }

    /// <summary><c>raw HEX</c>: these bytes on stdout, whatever they are.</summary>
    public static int Raw(string[] args)
    {
        using var stream = Console.OpenStandardOutput();
        stream.Write(Convert.FromHexString(args[0]));
        return 0;
    }
}
