using System.Runtime.InteropServices;
using Baton.Processes.Native;

namespace Baton.Processes;

/// <summary>The code and the constants of the executable, as the kernel has mapped them into this process.</summary>
internal static unsafe class ProgramPages
{
    private const uint Loaded = 1, Writable = 2, OwnHeaders = 6;

    /// <summary>
    /// Lets go of all their pages. They stay in the kernel's cache of files, and what is still run is mapped again at its next step, 16 pages at
    /// once, without being read. Much for the native executable, which holds the runtime and all libraries; next to nothing for the other.
    /// </summary>
    /// <remarks>Only what was never writable, by the executable's own table: what was may hold changes that the file lacks.</remarks>
    public static void GiveBack()
    {
        foreach (var (start, length) in Unwritten()) Libc.LetGoOf(start, length);
    }

    /// <summary>The stretches of addresses, in whole pages. None where the kernel does not say where the table is.</summary>
    internal static List<(nuint Start, nuint Length)> Unwritten()
    {
        var headers = new ReadOnlySpan<Header>((void*)Libc.getauxval(Libc.AT_PHDR), (int)Libc.getauxval(Libc.AT_PHNUM));
        var found = new List<(nuint, nuint)>();
        var page = (nuint)Environment.SystemPageSize;
        nuint moved = 0;
        foreach (var header in headers)
        {
            // A position-independent executable lies elsewhere than its table says, by as much as the table itself does.
            if (header.Type == OwnHeaders) moved = unchecked(Libc.getauxval(Libc.AT_PHDR) - header.Address);
            if (header.Type != Loaded || (header.Flags & Writable) != 0) continue;
            var start = unchecked(moved + header.Address);
            var first = start & ~(page - 1);
            found.Add((first, (start + header.Length - first + page - 1) & ~(page - 1)));
        }

        return found;
    }

    /// <summary><c>Elf64_Phdr</c>, elf(5).</summary>
    [StructLayout(LayoutKind.Sequential)]
    private readonly struct Header
    {
        public readonly uint Type, Flags;
        public readonly nuint Offset, Address, Physical, FileLength, Length, Alignment;
    }
}
