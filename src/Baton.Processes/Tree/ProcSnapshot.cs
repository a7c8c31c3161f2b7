using System.Buffers.Text;
using System.Runtime.InteropServices;
using Baton.Processes.Native;

namespace Baton.Processes.Tree;

/// <summary>
/// All processes at about one time. One is taken per sweep, for every run that is asked about in it. Its buffers are used again, so it
/// belongs to one thread.
/// </summary>
internal sealed unsafe class ProcSnapshot : IDisposable
{
    private readonly byte[] _names = GC.AllocateUninitializedArray<byte>(32 * 1024, pinned: true);
    private readonly Dictionary<int, int> _byPid = [];
    private ProcessEntry[] _entries = new ProcessEntry[256];
    private int _count;
    private bool _isListed;

    /// <summary>The way to more about one of the processes.</summary>
    public ProcFiles Files { get; } = new();

    public ReadOnlySpan<ProcessEntry> Entries => _entries.AsSpan(0, _count);

    /// <summary>Every process, and what was asked about it since, was seen. False for want of descriptors or memory: then nothing may be said to be gone.</summary>
    public bool IsWhole => _isListed && !Files.IsStarved;

    /// <summary>Index of a process; -1 when it is not there.</summary>
    public int IndexOf(int pid) => _byPid.GetValueOrDefault(pid, -1);

    public void Take()
    {
        _count = 0;
        _byPid.Clear();
        Files.IsStarved = false;
        Libc.lseek(Files.Folder, 0, 0);
        fixed (byte* names = _names)
        {
            nint length;
            while ((length = Libc.getdents64(Files.Folder, names, _names.Length)) > 0) AddAll(_names.AsSpan(0, (int)length));
            _isListed = length == 0;
        }
    }

    public void Dispose() => Files.Dispose();

    private void AddAll(ReadOnlySpan<byte> entries)
    {
        const int lengthAt = 16, nameAt = 19;
        while (entries.Length > nameAt)
        {
            var length = MemoryMarshal.Read<ushort>(entries[lengthAt..]);
            var name = entries[nameAt..length];
            if (name[0] is >= (byte)'1' and <= (byte)'9' && Utf8Parser.TryParse(name, out int pid, out _)) Add(pid);
            entries = entries[length..];
        }
    }

    private void Add(int pid)
    {
        // It may have ended since its name was listed.
        if (!Files.TryStat(pid, out var entry)) return;
        if (_count == _entries.Length) Array.Resize(ref _entries, _count * 2);
        _entries[_count] = entry;
        _byPid[pid] = _count++;
    }
}
