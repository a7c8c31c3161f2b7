using Baton.Processes.Native;

namespace Baton.Processes;

/// <summary>
/// Pages of programs and libraries that this process has mapped: code, and of its own program what is only read. Most of them were needed to begin only, and count as its memory for ever after, though
/// they are nothing but a part of a file that the kernel keeps (or not) as it likes. Given back, those that are needed after all come back one by one.
/// </summary>
internal static unsafe class FilePages
{
    private const int MADV_DONTNEED = 4;

    /// <summary>
    /// Gives back those of mappings that are executed, or only read and of this program's own file, that cannot be written, and of which no page is this
    /// process's own, since what was changed in memory stands in no file. Both are never unmapped here, so that nothing else can have come in their place
    /// meanwhile. What cannot be read or given back stays as it is. Takes a few milliseconds.
    /// </summary>
    public static void GiveBack()
    {
        try
        {
            foreach (var (start, end) in Unchanged()) _ = Libc.madvise((void*)start, end - start, MADV_DONTNEED);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A system without /proc/self/smaps: the pages stay.
        }
    }

    /// <summary>Begin and end of each private mapping of such a file that cannot be written and has not been, from <c>/proc/self/smaps</c> (proc(5)).</summary>
    /// <remarks>Pages of its own may be resident (<c>Anonymous</c>) or swapped out (<c>Swap</c>, a later line; it is there wherever the kernel can swap).</remarks>
    private static IEnumerable<(nuint Start, nuint End)> Unchanged()
    {
        (nuint Start, nuint End)? candidate = null;
        var program = OwnProgram();
        foreach (var line in File.ReadLines("/proc/self/smaps"))
        {
            if (IsHeader(line)) candidate = StaysMapped(line, program) ? Ends(line) : null;
            if (candidate is not { } mapping) continue;
            if (HasSome(line, "Anonymous:") || HasSome(line, "Swap:")) candidate = null;
            else if (line.StartsWith("VmFlags:", StringComparison.Ordinal)) yield return mapping;
        }
    }

    private static bool HasSome(string line, string name) =>
        line.StartsWith(name, StringComparison.Ordinal) && !line.AsSpan(name.Length).Trim().StartsWith("0 ", StringComparison.Ordinal);

    // 7f0000000000-7f0000001000 r-xp 00000000 fe:00 247607   /usr/lib/libc.so.6
    private static bool IsHeader(string line) => char.IsAsciiHexDigitLower(line[0]) && line.Contains('-', StringComparison.Ordinal);

    private static bool StaysMapped(string header, string? program) => header[(header.IndexOf(' ', StringComparison.Ordinal) + 1)..] switch
    {
        ['r', '-', 'x', 'p', ..] => header.Contains(" /", StringComparison.Ordinal),
        ['r', '-', '-', 'p', ..] => program is not null && header.EndsWith(" " + program, StringComparison.Ordinal),
        _ => false,
    };

    private static (nuint Start, nuint End) Ends(string header)
    {
        var space = header.IndexOf(' ', StringComparison.Ordinal);
        var dash = header.IndexOf('-', StringComparison.Ordinal);
        return (Parse(header.AsSpan(0, dash)), Parse(header.AsSpan(dash + 1, space - dash - 1)));
    }

    // As the kernel writes it in smaps too, also when the file has been replaced ("… (deleted)").
    private static string? OwnProgram() => File.ResolveLinkTarget("/proc/self/exe", returnFinalTarget: false)?.FullName;

    private static nuint Parse(ReadOnlySpan<char> hex) => nuint.Parse(hex, System.Globalization.NumberStyles.HexNumber, System.Globalization.CultureInfo.InvariantCulture);
}
