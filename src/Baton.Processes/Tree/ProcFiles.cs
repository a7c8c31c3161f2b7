using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Baton.Processes.Native;

namespace Baton.Processes.Tree;

/// <summary>Reads files under <c>/proc</c> with no allocation. Not safe for two threads at once: each has its own.</summary>
internal sealed unsafe class ProcFiles : IDisposable
{
    private readonly int _proc = Libc.open("/proc", Libc.O_RDONLY | Libc.O_DIRECTORY | Libc.O_CLOEXEC, 0);
    private readonly byte[] _content = GC.AllocateUninitializedArray<byte>(64 * 1024, pinned: true);
    private readonly byte[] _path = GC.AllocateUninitializedArray<byte>(64, pinned: true);

    /// <summary>
    /// Something could not be opened for want of descriptors or memory since this was last set to false: what seems not to be there may be.
    /// </summary>
    public bool IsStarved { get; set; }

    /// <summary>The folder, for listing it.</summary>
    public int Folder => _proc >= 0 ? _proc : throw new Core.BatonException(Core.ErrorCode.Unavailable, "cannot watch processes: /proc is not there");

    /// <summary>
    /// At most 64 KiB of <c>/proc/PID/NAME</c>; empty when the process is gone or may not be looked at. Valid until the next call.
    /// </summary>
    public ReadOnlySpan<byte> Read(int pid, ReadOnlySpan<byte> name)
    {
        var fd = OpenAt(pid, name, Libc.O_RDONLY);
        if (fd < 0) return [];
        var length = 0;
        fixed (byte* content = _content)
        {
            // One read of a process's file is one consistent answer, but environ comes a page at a time.
            nint got;
            while (length < _content.Length && (got = Libc.read(fd, content + length, _content.Length - length)) > 0) length += (int)got;
        }

        Libc.close(fd);
        return _content.AsSpan(0, length);
    }

    /// <summary>The text of <c>/proc/uptime</c>: seconds since boot first. Valid until the next call.</summary>
    public ReadOnlySpan<byte> Uptime()
    {
        int fd;
        fixed (byte* path = "uptime\0"u8) fd = Libc.openat(Folder, path, Libc.O_RDONLY | Libc.O_CLOEXEC, 0);
        if (fd < 0) return [];
        nint length;
        fixed (byte* content = _content) length = Libc.read(fd, content, _content.Length);
        Libc.close(fd);
        return _content.AsSpan(0, (int)Math.Max(0, length));
    }

    /// <summary>Opens <c>/proc/PID/NAME</c>; -1 when it cannot be.</summary>
    public int OpenAt(int pid, ReadOnlySpan<byte> name, int flags)
    {
        int fd;
        fixed (byte* path = PathOf(pid, name)) fd = Libc.openat(Folder, path, flags | Libc.O_CLOEXEC, 0);
        if (fd < 0 && Marshal.GetLastPInvokeError() is Libc.Errno.EMFILE or Libc.Errno.ENFILE or Libc.Errno.ENOMEM) IsStarved = true;
        return fd;
    }

    /// <summary>Where the link <c>/proc/PID/NAME</c> leads; empty when it cannot be read. Valid until the next call.</summary>
    public ReadOnlySpan<byte> LinkOf(int pid, ReadOnlySpan<byte> name)
    {
        fixed (byte* path = PathOf(pid, name), content = _content)
        {
            var length = Libc.readlinkat(Folder, path, content, 4096);
            return length > 0 ? _content.AsSpan(0, (int)length) : [];
        }
    }

    /// <summary>One process; false when there is none.</summary>
    public bool TryStat(int pid, out ProcessEntry entry) => ProcessEntry.TryParse(Read(pid, "stat"u8), out entry);

    /// <summary>The process's own name for itself, for messages.</summary>
    public string NameOf(int pid)
    {
        var name = Encoding.UTF8.GetString(Read(pid, "comm"u8)).Trim();
        return name.Length > 0 ? name : string.Create(CultureInfo.InvariantCulture, $"process {pid}");
    }

    public void Dispose()
    {
        if (_proc >= 0) Libc.close(_proc);
    }

    private ReadOnlySpan<byte> PathOf(int pid, ReadOnlySpan<byte> name)
    {
        pid.TryFormat(_path, out var at, provider: CultureInfo.InvariantCulture);
        _path[at++] = (byte)'/';
        name.CopyTo(_path.AsSpan(at));
        _path[at + name.Length] = 0;
        return _path;
    }
}
