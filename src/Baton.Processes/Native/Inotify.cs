using System.Runtime.InteropServices;
using System.Text;

namespace Baton.Processes.Native;

/// <summary>The kernel's news of changes in folders. One thread uses it.</summary>
internal sealed unsafe class Inotify : IDisposable
{
    /// <summary>The error of every call when there is no instance; 0 when there is.</summary>
    private int _refusal;

    // Several thousand changes of short names; more wait in the kernel.
    private readonly byte[] _buffer = GC.AllocateUninitializedArray<byte>(64 * 1024, pinned: true);

    public Inotify()
    {
        Descriptor = Libc.inotify_init1(Libc.IN_NONBLOCK_CLOEXEC);
        _refusal = Descriptor < 0 ? Marshal.GetLastPInvokeError() : 0;
    }

    /// <summary>Takes one change: the watch (−1 when news were lost), what happened, and the name in the folder, empty for the folder itself.</summary>
    public delegate void Change(int watch, uint mask, ReadOnlySpan<char> name);

    /// <summary>What becomes readable when there is news; negative when the kernel gave none.</summary>
    public int Descriptor { get; private set; }

    /// <summary>Watches a folder, for this too when it is watched already; the same folder has the same number. −1 and <paramref name="error"/> when refused.</summary>
    public int Add(string folder, uint mask, out int error)
    {
        error = _refusal;
        if (error != 0) return -1;
        var watch = Libc.inotify_add_watch(Descriptor, folder, mask | Libc.IN_ONLYDIR | Libc.IN_MASK_ADD);
        error = watch < 0 ? Marshal.GetLastPInvokeError() : 0;
        return watch;
    }

    /// <summary>Watches no longer. One that the kernel ended itself is no error.</summary>
    public void Remove(int watch) => _ = Libc.inotify_rm_watch(Descriptor, watch);

    /// <summary>Takes what waits, as much as fits in one read.</summary>
    public void Read(Change change)
    {
        const int nameLimit = 256, header = 16;
        var name = stackalloc char[nameLimit];
        fixed (byte* buffer = _buffer)
        {
            var length = (int)Libc.read(Descriptor, buffer, _buffer.Length);
            for (var at = 0; at + header <= length;)
            {
                var nameBytes = *(int*)(buffer + at + 12);
                var text = new ReadOnlySpan<byte>(buffer + at + header, nameBytes);
                var end = text.IndexOf((byte)0);
                var chars = Encoding.UTF8.GetChars(end < 0 ? text : text[..end], new Span<char>(name, nameLimit));
                change(*(int*)(buffer + at), *(uint*)(buffer + at + 4), new ReadOnlySpan<char>(name, chars));
                at += header + nameBytes;
            }
        }
    }

    /// <summary>Ends it for want of something else: every call fails with this error.</summary>
    public void Refuse(int error)
    {
        Dispose();
        _refusal = error;
    }

    public void Dispose()
    {
        if (Descriptor >= 0) _ = Libc.close(Descriptor);
        Descriptor = -1;
    }
}
