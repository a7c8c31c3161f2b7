using System.Globalization;
using Baton.TestKit;

namespace Baton.Processes.Tests;

public sealed class ProcessMemoryTests : IDisposable
{
    private const int Size = 8 << 20;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public unsafe void Pages_of_code_that_were_read_once_are_given_back_and_can_be_read_again()
    {
        var path = _folder["library"];
        var content = new byte[Size];
        Random.Shared.NextBytes(content);
        File.WriteAllBytes(path, content);
        // As the loader maps a library's code: private, executable and not to be written.
        var file = Native.Libc.open(path, Native.Libc.O_RDONLY | Native.Libc.O_CLOEXEC, 0);
        var start = (byte*)Native.Libc.mmap(null, Size, 1 | 4, 2, file, 0);
        _ = Native.Libc.close(file);
        Assert.True(new ReadOnlySpan<byte>(start, Size).SequenceEqual(content));
        Assert.Equal(Size / 1024, ResidentOf(path));

        ProcessMemory.GiveBack();

        Assert.Equal(0, ResidentOf(path));
        Assert.True(new ReadOnlySpan<byte>(start, Size).SequenceEqual(content));
        _ = Native.Libc.munmap(start, Size);
    }

    [Fact]
    public unsafe void A_page_of_code_that_was_changed_in_memory_stays()
    {
        var path = _folder["relocated"];
        File.WriteAllBytes(path, new byte[Size]);
        var file = Native.Libc.open(path, Native.Libc.O_RDONLY | Native.Libc.O_CLOEXEC, 0);
        var start = (byte*)Native.Libc.mmap(null, Size, 1 | 2, 2, file, 0);
        _ = Native.Libc.close(file);
        start[5000] = 7;
        // What the loader does with what it has relocated.
        Assert.Equal(0, Protect(start, Size, 1 | 4));

        ProcessMemory.GiveBack();

        Assert.Equal(7, start[5000]);
        _ = Native.Libc.munmap(start, Size);
    }

    [System.Runtime.InteropServices.DllImport("libc", EntryPoint = "mprotect")]
    private static extern unsafe int Protect(void* start, nuint length, int protection);

    /// <summary>Resident KiB of the mapping of a file.</summary>
    private static int ResidentOf(string path) => int.Parse(
        File.ReadLines("/proc/self/smaps").SkipWhile(line => !line.EndsWith(path, StringComparison.Ordinal)).First(line => line.StartsWith("Rss:", StringComparison.Ordinal))[4..^2].Trim(), CultureInfo.InvariantCulture);
}
