namespace Baton.Processes.Tests;

public sealed class ProgramPagesTests
{
    [Theory]
    [InlineData("7f09e1aab000-7f09e1c01000 r-xp 00026000 08:01 1234                       /usr/lib/x86_64-linux-gnu/libc.so.6", true)]
    [InlineData("7f09e1aab000-7f09e1c01000 r-xp 00026000 08:01 1234                       /opt/a folder/lib.so", true)]
    [InlineData("7f09e1aab000-7f09e1c01000 r--p 00026000 08:01 1234                       /usr/lib/x86_64-linux-gnu/libc.so.6", false)]
    [InlineData("7f09e1aab000-7f09e1c01000 rwxp 00026000 08:01 1234                       /usr/lib/x86_64-linux-gnu/libc.so.6", false)]
    [InlineData("7f09e1aab000-7f09e1c01000 r-xs 00026000 00:01 1234                       /memfd:doublemapper (deleted)", false)]
    [InlineData("7f09e1aab000-7f09e1c01000 r-xp 00000000 00:00 0 ", false)]
    [InlineData("7ffd83bf4000-7ffd83bf6000 r-xp 00000000 00:00 0                          [vdso]", false)]
    [InlineData("", false)]
    public void Only_code_that_comes_from_a_file_is_let_go_of(string line, bool isCode) =>
        Assert.Equal(isCode ? (unchecked((nuint)0x7f09e1aab000), unchecked((nuint)0x7f09e1c01000)) : null, ProgramPages.CodeOf(line));

    [Fact]
    public void A_process_goes_on_with_fewer_pages_of_files()
    {
        // The code of libraries that the tests ran through; other tests may map some of it again at the same time.
        var before = CodeResident();

        ProgramPages.GiveBack();

        Assert.True(CodeResident() < before);
        Assert.Equal("still here", string.Concat("still", " ", "here"));
    }

    /// <summary>Of all code from files, in KiB.</summary>
    private static long CodeResident()
    {
        long sum = 0;
        var counts = false;
        foreach (var line in File.ReadLines("/proc/self/smaps"))
        {
            if (line.StartsWith("Rss:", StringComparison.Ordinal)) sum += counts ? long.Parse(line[4..^2], System.Globalization.CultureInfo.InvariantCulture) : 0;
            else if (line.Contains('-', StringComparison.Ordinal) && !line.Split(' ')[0].EndsWith(':')) counts = ProgramPages.CodeOf(line) is not null;
        }

        return sum;
    }
}
