using System.Runtime.InteropServices;
using Baton.Core;
using Baton.Processes.Native;
using static Baton.Processes.Native.Libc.Files;

namespace Baton.Processes.Output;

/// <summary>
/// The active log file of a run. It is written at its committed end only, by position; whatever lies behind that end is left from an
/// attempt that failed or died, and is overwritten or cut off. When it rotates see <see cref="Rotate"/>.
/// </summary>
internal sealed unsafe class LogFile : IDisposable
{
    private readonly string _directory;
    private readonly LogFileName _name;
    private int _fd;
    private bool _hasTail;

    private LogFile(string directory, LogFileName name, int fd)
    {
        _directory = directory;
        _name = name;
        _fd = fd;
    }

    /// <summary>Absolute path of the active file.</summary>
    public string FullPath => Path.Combine(_directory, _name.Service, _name.ToString());

    /// <summary>Start of the run as its name tells it.</summary>
    public DateTimeOffset StartedAt => _name.StartedAt;

    /// <summary>Makes a new file in the service's folder, named for the first second from <paramref name="startedAt"/> that is free.</summary>
    public static LogFile Create(string directory, RunId id, DateTimeOffset startedAt)
    {
        using var folder = LogFolder.Open(directory, id.Service);
        // The wall clock may have jumped back over an earlier run of the same number; an hour of taken seconds is no accident.
        for (var second = 0; second < 3600; second++)
        {
            var name = new LogFileName(id.Service, startedAt.AddSeconds(second), id.Run);
            if (folder.Has((name with { Segment = 0 }).ToString()) || folder.HasCompressed(name)) continue;
            var fd = folder.CreateFile(name.ToString());
            if (fd >= 0) return new LogFile(directory, name, fd);
            if (Marshal.GetLastPInvokeError() != Libc.Errno.EEXIST) throw Failure(directory, name, Libc.LastError());
        }

        throw Failure(directory, new LogFileName(id.Service, startedAt, id.Run), "its name is taken, and so are 3,600 others");
    }

    /// <summary>Takes over the file of a dead pump: undoes a rotation that was not committed, cuts off what was not committed.</summary>
    /// <param name="directory">Folder above the services' log folders.</param>
    /// <param name="name">The active file.</param>
    /// <param name="record">What is committed; its length becomes less when the file has lost bytes.</param>
    /// <param name="keep">Files to keep, the active one counted.</param>
    /// <param name="isCompressing">Files that were rotated away may be compressed by now.</param>
    public static LogFile Resume(string directory, LogFileName name, ref StateRecord record, int keep, bool isCompressing)
    {
        using var folder = LogFolder.Open(directory, name.Service);
        var active = name.ToString();
        var rotated = (name with { Segment = record.Segment }).ToString();
        // The rename is undone only once the empty successor is gone: a death between the two leaves this same picture.
        if (folder.Has(rotated) && (folder.Remove(active) != 0 || folder.Rename(rotated, active) != 0)) throw Failure(directory, name, Libc.LastError());
        var fd = folder.OpenFile(active);
        if (fd < 0 && Marshal.GetLastPInvokeError() == Libc.Errno.ENOENT) fd = folder.CreateFile(active);
        if (fd < 0) throw Failure(directory, name, Libc.LastError());
        var file = new LogFile(directory, name, fd);
        var length = lseek(fd, 0, SEEK_END);
        if (length < 0 || !IsRegular(fd))
        {
            file.Dispose();
            throw Failure(directory, name, "it is not a file");
        }

        record.Length = Math.Min(record.Length, length);
        file._hasTail = length > record.Length;
        file.CutTail(record.Length);
        if (record.Segment >= keep) folder.RemoveOld(name with { Segment = record.Segment - keep }, isCompressing);
        return file;
    }

    /// <summary>Writes at the committed end.</summary>
    /// <returns>0, or the errno; then nothing counts as written.</returns>
    public int WriteAt(long end, byte* bytes, int count)
    {
        CutTail(end);
        for (var written = 0; written < count;)
        {
            var n = pwrite(_fd, bytes + written, count - written, end + written);
            if (n > 0)
            {
                written += (int)n;
                continue;
            }

            var errno = n == 0 ? Libc.Errno.EIO : Marshal.GetLastPInvokeError();
            if (errno == Libc.Errno.EINTR) continue;
            _hasTail = true;
            CutTail(end);
            return errno;
        }

        return 0;
    }

    /// <summary>
    /// Puts a new active file in the place of this one, which gets its number. The change counts from the moment <paramref name="publish"/>
    /// has run; until then a recovery undoes it.
    /// </summary>
    /// <returns>Null, or why it failed: then the old file goes on being the active one.</returns>
    public string? Rotate(int segment, LogPolicy policy, Action publish, Action<PumpPoint>? hook)
    {
        LogFolder opened;
        try
        {
            opened = LogFolder.Open(_directory, _name.Service);
        }
        catch (BatonException e)
        {
            return e.Message;
        }

        using var folder = opened;
        var active = _name.ToString();
        var rotated = (_name with { Segment = segment }).ToString();
        // Somebody may have removed the active file: then there is nothing to rename, and the new one is simply made.
        var isRenamed = folder.Rename(active, rotated) == 0;
        if (!isRenamed && Marshal.GetLastPInvokeError() != Libc.Errno.ENOENT) return Libc.LastError();
        hook?.Invoke(PumpPoint.AfterRotationRename);
        var fd = folder.CreateFile(active);
        if (fd < 0)
        {
            var reason = Libc.LastError();
            if (isRenamed && folder.Rename(rotated, active) != 0) reason += $", and it stays {rotated}: {Libc.LastError()}";
            return reason;
        }

        hook?.Invoke(PumpPoint.AfterRotationCreate);
        publish();
        hook?.Invoke(PumpPoint.AfterRotationPublish);
        _ = Libc.close(_fd);
        _fd = fd;
        _hasTail = false;
        var oldest = segment + 1 - policy.RotateCount;
        if (oldest >= 0) folder.RemoveOld(_name with { Segment = oldest }, policy.Compress);
        hook?.Invoke(PumpPoint.AfterRotationDelete);
        return null;
    }

    /// <summary>Cuts off what an attempt left behind the committed end; where that fails, the next write tries again.</summary>
    public void CutTail(long end)
    {
        if (_hasTail && ftruncate(_fd, end) == 0) _hasTail = false;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_fd >= 0) _ = Libc.close(_fd);
        _fd = -1;
    }

    private static bool IsRegular(int fd)
    {
        const int emptyPath = 0x1000, modeAt = 28;
        const uint typeMask = 1;
        var result = stackalloc byte[256];
        return statx(fd, "", emptyPath, typeMask, result) == 0 && (*(ushort*)(result + modeAt) & S_IFMT) == S_IFREG;
    }

    private static BatonException Failure(string directory, LogFileName name, string reason) =>
        new(ErrorCode.Unavailable, $"cannot use log file \"{Path.Combine(directory, name.Service, name.ToString())}\": {reason}");
}
