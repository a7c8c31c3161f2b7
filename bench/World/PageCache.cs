using System.Diagnostics;

namespace Baton.Bench.World;

/// <summary>
/// Many virtual machines get each page of memory from their host at its first touch, at a twentieth of the speed of one that they have, and
/// give free pages back after seconds: whoever writes a gigabyte into the page cache then measures the host. So what is free is touched first.
/// </summary>
internal static class PageCache
{
    private const int MostRounds = 3;
    private const double QuickBytesPerSecond = 2.5e9;

    /// <summary>Writes a file into the page cache and deletes it, until that is as quick as memory is, at most three times.</summary>
    /// <param name="folder">Where.</param>
    /// <param name="bytes">How much.</param>
    public static void Warm(string folder, long bytes)
    {
        var path = Path.Combine(folder, "warm");
        var chunk = new byte[128 * 1024];
        for (var (round, isQuick) = (0, false); round < MostRounds && !isQuick; round++)
        {
            var began = Stopwatch.GetTimestamp();
            using (var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0))
            {
                for (long at = 0; at < bytes; at += chunk.Length) file.Write(chunk);
            }

            isQuick = bytes / Stopwatch.GetElapsedTime(began).TotalSeconds > QuickBytesPerSecond;
            File.Delete(path);
        }
    }
}
